/** ETags, If-Match and idempotency keys: the contract for those who change things at the same time, or twice. */
import { expect } from 'chai';
import { ENGINES, type Engine, onEveryEngine } from '../setup/engines.ts';
import { useApi } from '../setup/served.ts';
import { checkout, TRACKING } from './refusals/scenario.ts';

describe('ETags', () => {
  const api = useApi(ENGINES[0] as Engine);
  beforeEach(() => api().world.product('MUG'));

  it('spare the reply while the order is as it was', async () => {
    const { id } = (await checkout()(api())).body;
    const { headers } = await api().customer('GET', `/orders/${id}`);
    const etag = headers.get('etag') as string;
    const again = await api().customer('GET', `/orders/${id}`, undefined, { 'if-none-match': etag });
    expect([again.status, again.text, again.headers.get('etag')]).to.deep.equal([304, '', etag]);
    await api().world.work();
    expect((await api().customer('GET', `/orders/${id}`, undefined, { 'if-none-match': etag })).status).to.equal(200);
  });

  it('keep one clerk from undoing what another has done', async () => {
    const { id } = (await checkout()(api())).body;
    const path = `/orders/admin/${id}`;
    const etag = (await api().clerk('GET', path)).headers.get('etag') as string;
    const note = { internal_notes: 'call first' };
    expect((await api().clerk('PUT', path, note)).status).to.equal(428);
    expect((await api().clerk('PUT', path, note, { 'if-match': etag })).status).to.equal(200);
    const late = await api().clerk('PUT', path, note, { 'if-match': etag });
    expect([late.status, late.body.code]).to.deep.equal([412, 'stale_version']);
    const action = await api().clerk('POST', `${path}/fulfill`, TRACKING, { 'if-match': etag });
    expect(action.status).to.equal(412);
    expect((await api().clerk('POST', `${path}/fulfill`, TRACKING, { 'if-match': '*' })).status).to.equal(201);
  });
});

onEveryEngine('an idempotency key', (engine) => {
  const api = useApi(engine);
  let path: string;
  beforeEach(async () => {
    await api().world.product('MUG', { price: '10.00', stock: 5 });
    path = `/orders/admin/${(await checkout()(api())).body.id}`;
  });
  const keyed = { 'idempotency-key': 'once' };

  it('gives money back once, however often and at once it is asked', async () => {
    const refund = { amount: 400, reason: 'a dent' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => api().clerk('POST', `${path}/refund`, refund, keyed)),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).to.equal(1);
    const { body } = await api().clerk('GET', path);
    expect(body.refunds).to.have.length(1);
    expect(body.refunded_total).to.equal(400);
    await api().world.expectClean();
  });

  it('ships once, and refuses another body', async () => {
    const first = await api().clerk('POST', `${path}/fulfill`, TRACKING, keyed);
    const second = await api().clerk('POST', `${path}/fulfill`, TRACKING, keyed);
    expect([second.status, second.text]).to.deep.equal([first.status, first.text]);
    expect(first.status).to.equal(201);
    const other = await api().clerk('POST', `${path}/fulfill`, { ...TRACKING, notify: false }, keyed);
    expect([other.status, other.body.code]).to.deep.equal([422, 'key_reused']);
  });

  it('remembers a refusal as it was', async () => {
    const much = { amount: 999_999, reason: 'too much' };
    const first = await api().clerk('POST', `${path}/refund`, much, keyed);
    expect([first.status, first.body.code]).to.deep.equal([409, 'refund_too_large']);
    await api().clerk('POST', `${path}/refund`, { amount: 100, reason: 'some' });
    const again = await api().clerk('POST', `${path}/refund`, much, keyed);
    expect({ ...again.body, request_id: '' }).to.deep.equal({ ...first.body, request_id: '' });
  });

  it('changes an order by hand once, note and all', async () => {
    const change = { status: 'shipped', tracking_number: TRACKING.tracking_number, internal_notes: 'by bike' };
    const headers = { ...keyed, 'if-match': '*' };
    const first = await api().clerk('PUT', path, change, headers);
    const second = await api().clerk('PUT', path, change, headers);
    expect([second.status, second.text]).to.deep.equal([200, first.text]);
    expect(second.body.internal_notes).to.have.length(1);
    expect(second.body.shipments).to.have.length(1);
  });

  it('gives back the price of some units', async () => {
    const { body } = await api().clerk(
      'POST',
      `${path}/refund`,
      { items: [{ sku: 'MUG', quantity: 1 }], reason: 'broken' },
      keyed,
    );
    expect(body.refunded_total).to.equal(1000);
  });
});
