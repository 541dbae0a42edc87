/** Signatures that receivers' own libraries check. */
import { expect } from 'chai';
import { signWebhook } from '../../src/webhooks/outbound/sign.ts';

describe('a webhook signature', () => {
  it('is the one of the Standard Webhooks example', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    expect(
      signWebhook(secret, { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', seconds: 1614265330, body: '{"test": 2432232314}' }),
    ).to.deep.equal({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('takes a secret of any other form as it is', () => {
    const sign = (secret: string) => signWebhook(secret, { id: 'out_1', seconds: 1, body: '{}' })['webhook-signature'];
    expect(sign('a secret of many letters'))
      .to.match(/^v1,[\w+/]{43}=$/)
      .and.not.equal(sign('another secret, also long'));
  });
});
