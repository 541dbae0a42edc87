/** Everything HTTP refuses: the right status, a problem document with a code, and a sentence that says what to do. */
import { expect } from 'chai';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { useApi } from '../setup/served.ts';
import { CHECKOUT_REFUSALS } from './refusals/checkout.ts';
import { ORDER_REFUSALS } from './refusals/orders.ts';
import { REQUEST_REFUSALS } from './refusals/requests.ts';

describe('HTTP refuses', () => {
  const api = useApi(ENGINES[0] as Engine);
  beforeEach(() => api().world.product('MUG', { price: '10.00', stock: 5 }));

  for (const { name, ask, status, code, says, header } of [
    ...CHECKOUT_REFUSALS,
    ...ORDER_REFUSALS,
    ...REQUEST_REFUSALS,
  ]) {
    it(`${name}: ${status} ${code}`, async () => {
      const answer = await ask(api());
      expect(answer.status, answer.text).to.equal(status);
      expect(answer.headers.get('content-type')).to.equal('application/problem+json');
      expect(answer.body).to.include({ status, code });
      expect(answer.body.detail).to.match(says);
      expect(answer.body.title).to.be.a('string');
      expect(answer.body.request_id).to.equal(answer.headers.get('x-request-id'));
      expect(answer.text).to.not.match(/\.ts:|\.js:|node_modules/);
      if (header) expect(answer.headers.get(header[0])).to.include(header[1]);
      await api().world.work();
      await api().world.expectClean();
    });
  }
});
