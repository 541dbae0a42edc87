/** The pages of the sandbox providers: where a customer approves a payment, and where a parcel is. Nothing without them. */
import { Refusal } from '../../errors.ts';
import { type Html, html } from '../../lib/html.ts';
import type { Gateway } from '../../payments/gateway.ts';
import type { SandboxGateway } from '../../payments/gateways/sandbox/gateway.ts';
import { trackingTitle } from '../../shipping/states.ts';
import { findShipmentsByTracking } from '../../shipping/store.ts';
import { page, time } from '../pages/page.ts';
import { type HttpRequest, MEDIA, type Reply, type Route } from '../route.ts';

const isSandbox = (gateway: Gateway): gateway is SandboxGateway => 'answerAction' in gateway;

function sandboxGateway({ app }: HttpRequest): SandboxGateway {
  const gateway = app.gateways.all.find(isSandbox);
  if (gateway) return gateway;
  throw new Refusal('page_not_found', 'The sandbox gateway is not in use.');
}

const noPayment = (): Refusal => new Refusal('page_not_found', 'The sandbox gateway has no such payment.');

const show = (title: string, inside: Html, form = false): Reply =>
  page({ title, form, main: html`<h1>${title}</h1><div class="card">${inside}</div>` });

const PAGE = { 200: { about: 'A page.', type: MEDIA.html } };
const pageRoute = { role: 'public', tag: 'Pages', query: 'any', replies: PAGE, refuses: ['page_not_found'] } as const;

export const sandboxRoutes: readonly Route[] = [
  {
    ...pageRoute,
    method: 'GET',
    path: '/sandbox/payments/:key',
    summary: 'Sandbox: the page on which a payment is approved',
    async handle(request) {
      const charge = await sandboxGateway(request).find(request.params.key ?? '');
      if (!charge) throw noPayment();
      if (charge.status !== 'requires_action') return show('Payment', html`<p>This payment is ${charge.status}.</p>`);
      const button = (value: string, label: string) =>
        html`<button class="button" name="answer" value="${value}">${label}</button>`;
      return show(
        'Approve this payment?',
        html`<form method="post"><p>${button('approve', 'Approve')} ${button('decline', 'Decline')}</p></form>`,
        true,
      );
    },
  },
  {
    ...pageRoute,
    method: 'POST',
    path: '/sandbox/payments/:key',
    summary: 'Sandbox: approve or decline a payment',
    about: 'A form with `answer`: `approve`, or anything else to decline.',
    refuses: ['page_not_found', 'unsupported_media_type', 'body_too_large'],
    async handle(request) {
      const approved = (await request.form()).get('answer') === 'approve';
      const charge = await sandboxGateway(request).answerAction(request.params.key ?? '', approved);
      if (!charge) throw noPayment();
      return show(
        'Thank you',
        html`<p>The payment is ${charge.status}. You can close this page; your order follows by mail.</p>`,
      );
    },
  },
  {
    ...pageRoute,
    method: 'GET',
    path: '/sandbox/parcels/:tracking_number',
    summary: 'Sandbox: where a parcel is',
    async handle({ context, params }) {
      const carrier = context.carriers.all.find(({ code }) => code === 'sandbox');
      const number = params.tracking_number ?? '';
      const shipped = await findShipmentsByTracking(context.db, number);
      const report = shipped.length > 0 ? (await carrier?.fetch([number]))?.get(number) : undefined;
      if (!report) throw new Refusal('page_not_found', `The sandbox carrier has no parcel ${number}.`);
      const news = report.events.map(({ occurredAt, description }) => html`<li>${description}${time(occurredAt)}</li>`);
      return show(`Parcel ${number}`, html`<p>${trackingTitle(report.status)}</p><ul class="plain">${news}</ul>`);
    },
  },
];
