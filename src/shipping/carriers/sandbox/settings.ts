import { type SettingTable, whole } from '../../../config/setting.ts';
import { SECOND } from '../../../lib/time.ts';

export const SANDBOX_SETTINGS = {
  stepMs: {
    name: 'ORDERS_SANDBOX_STEP_SECONDS',
    schema: whole(30, [1, 86_400], SECOND),
    about: 'how long a sandbox parcel takes for each step',
  },
} as const satisfies SettingTable;
