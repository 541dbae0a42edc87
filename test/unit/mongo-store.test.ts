/** Where MongoDB's change streams can be had. */
import { expect } from 'chai';
import { isReplicaSet } from '../../worker/mongo-backend.ts';

describe('a MongoDB server that answers hello', () => {
  for (const [what, hello, wanted] of [
    ['a member of a replica set', { setName: 'rs0', isWritablePrimary: true }, true],
    ['a router of a sharded cluster', { msg: 'isdbgrid' }, true],
    ['a server on its own', { isWritablePrimary: true }, false],
  ] as const) {
    it(`${wanted ? 'has' : 'has no'} change streams when it is ${what}`, () => {
      expect(isReplicaSet(hello)).to.equal(wanted);
    });
  }
});
