/** `.env`: what is read, and what is said of lines that are not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readEnvFile } from '../../src/config/env-file.ts';

describe('.env', () => {
  const read = (text: string | Buffer) => {
    const folder = mkdtempSync(join(tmpdir(), 'orders-env-'));
    try {
      writeFileSync(join(folder, '.env'), text);
      return readEnvFile(join(folder, '.env'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('says nothing of lines that are right: comments, exports, quotes over several lines, a byte order mark', () => {
    const text = '\uFEFFORDERS_A=1\r\n\n# a note\nexport ORDERS_B = "two\nlines"\nORDERS_C=it\'s\nORDERS_D=\n';
    const { values, hints } = read(text);
    expect(hints).to.deep.equal([]);
    expect(values).to.include({ ORDERS_A: '1', ORDERS_B: 'two\nlines', ORDERS_C: "it's", ORDERS_D: '' });
  });

  it('names the line that is no setting, and never what it holds', () => {
    expect(read('ORDERS_A=1\nORDERS_SECRET: hush\n').hints).to.deep.equal([
      '.env, line 2 is not NAME=value and is ignored.',
    ]);
  });

  it('names the quote that is never closed', () => {
    expect(read('ORDERS_A="1\nORDERS_B=2\n').hints).to.deep.equal(['.env, line 1 opens a quote that is never closed.']);
  });

  it('that is something else altogether is not repeated', () => {
    const { hints } = read(Buffer.from([0, 1, 2, 255, 10, 9, 9, 200]));
    expect(hints.join()).to.match(/^\.env, line 1 is not NAME=value/);
  });

  it('that is not there says nothing', () => {
    expect(readEnvFile('/nowhere/.env')).to.deep.equal({ values: {}, hints: [] });
  });
});
