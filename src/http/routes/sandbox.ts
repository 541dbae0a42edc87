/** The pages of the sandbox providers: where a customer approves a payment, and where a parcel is. Nothing without them. */
import { Refusal } from '../../errors.ts';
import { escapeHtml } from '../../notifications/layout.ts';
import type { Gateway } from '../../payments/gateway.ts';
import type { SandboxGateway } from '../../payments/gateways/sandbox.ts';
import { trackingTitle } from '../../shipping/states.ts';
import type { HttpRequest, Reply, Route } from '../route.ts';

const page = (title: string, body: string): Reply => ({
  status: 200,
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>body{font:16px/1.5 Helvetica,Arial,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}
button{font:inherit;padding:.6rem 1.2rem;margin-right:.5rem}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`,
});

const isSandbox = (gateway: Gateway): gateway is SandboxGateway => 'answerAction' in gateway;

function sandboxGateway({ gateways }: HttpRequest): SandboxGateway {
  if (isSandbox(gateways.current)) return gateways.current;
  throw new Refusal('page_not_found', 'The sandbox gateway is not in use.');
}

const noPayment = (): Refusal => new Refusal('page_not_found', 'The sandbox gateway has no such payment.');

export const sandboxRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/sandbox/payments/:key',
    role: 'public',
    async handle(request) {
      const charge = await sandboxGateway(request).find(request.params.key ?? '');
      if (!charge) throw noPayment();
      if (charge.status !== 'requires_action')
        return page('Payment', `<p>This payment is ${escapeHtml(charge.status)}.</p>`);
      return page(
        'Approve this payment?',
        '<form method="post"><button name="answer" value="approve">Approve</button><button name="answer" value="decline">Decline</button></form>',
      );
    },
  },
  {
    method: 'POST',
    path: '/sandbox/payments/:key',
    role: 'public',
    async handle(request) {
      const approved = (await request.form()).get('answer') === 'approve';
      const charge = await sandboxGateway(request).answerAction(request.params.key ?? '', approved);
      if (!charge) throw noPayment();
      return page(
        'Thank you',
        `<p>The payment is ${escapeHtml(charge.status)}. You can close this page; your order follows by mail.</p>`,
      );
    },
  },
  {
    method: 'GET',
    path: '/sandbox/parcels/:tracking_number',
    role: 'public',
    async handle({ context, params }) {
      const carrier = context.carriers.all.find(({ code }) => code === 'sandbox');
      const number = params.tracking_number ?? '';
      const shipped = await context.db.rows('SELECT 1 AS seen FROM shipments WHERE tracking_number = ? LIMIT 1', [
        number,
      ]);
      const report = shipped.length > 0 ? (await carrier?.fetch([number]))?.get(number) : undefined;
      if (!report) throw new Refusal('page_not_found', `The sandbox carrier has no parcel ${number}.`);
      const steps = report.events.map((event) => `<li>${event.occurredAt} — ${escapeHtml(event.description)}</li>`);
      return page(`Parcel ${number}`, `<p>${escapeHtml(trackingTitle(report.status))}</p><ol>${steps.join('')}</ol>`);
    },
  },
];
