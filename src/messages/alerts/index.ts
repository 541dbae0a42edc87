/** What staff are told of: a new alert is a file here and a line in the list. */
import type { Alert } from './alert.ts';
import { deadLetters } from './dead-letters.ts';
import { expiringAuthorizations } from './expiring-authorizations.ts';
import { lateOrders } from './late-orders.ts';
import { lowStock } from './low-stock.ts';
import { troubledParcels } from './troubled-parcels.ts';

export const ALERTS: readonly Alert[] = [lateOrders, expiringAuthorizations, lowStock, troubledParcels, deadLetters];

export const findAlert = (code: string): Alert | undefined => ALERTS.find((alert) => alert.code === code);
