import { expect } from 'chai';
import { callerOf } from '../../src/http/router.ts';

describe('the address of a caller', () => {
  for (const [given, caller] of [
    ['10.1.2.3', '10.1.2.3'],
    ['10.1.2.3:4567', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['[2001:DB8:1:2::9]:443', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ] as const) {
    it(`${given} is ${caller}`, () => expect(callerOf(given)).to.equal(caller));
  }
});
