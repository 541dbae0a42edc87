import { expect } from 'chai';
import { csvField } from '../../commands/cli/render.ts';

describe('a field of CSV', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r']) {
    it(`that begins with ${JSON.stringify(start)} is no formula`, () => {
      expect(csvField(`${start}1`).replace(/"/g, '')).to.equal(`'${start}1`);
    });
  }

  it('keeps numbers as they are, and quotes what needs it', () => {
    expect(csvField(-5)).to.equal('-5');
    expect(csvField('a,"b"')).to.equal('"a,""b"""');
  });
});
