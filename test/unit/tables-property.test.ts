/** Tables come out as they were written, however a spreadsheet writes them. */
import { expect } from 'chai';
import fc from 'fast-check';
import { readTable } from '../../src/imports/read-table.ts';

const HEAD = ['sku', 'name', 'price'];
const known = (cell: string): boolean => HEAD.includes(cell.toLowerCase());

/** Letters that every encoding here has, the signs that tables are made of among them. */
const cell = fc
  .string({ unit: fc.constantFrom(...'abcXYZ019äöüÉ ,;|\t"-./\n'), maxLength: 12 })
  .map((text) => text.trim())
  .filter((text) => !/^["'=+\-@]/.test(text));
const row = fc.tuple(cell, cell, cell).filter((cells) => cells.some((text) => text !== ''));

const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\uFEFF${text}`),
  'UTF-16': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'Windows-1252': (text) => Buffer.from(text, 'latin1'),
};

describe('a table', () => {
  for (const [encoding, encode] of Object.entries(ENCODINGS)) {
    it(`in ${encoding} is read as it was written, with any delimiter and any line ends, each row with its line`, () => {
      const ways = fc.record({
        delimiter: fc.constantFrom(',', ';', '\t', '|'),
        newline: fc.constantFrom('\n', '\r\n'),
        said: fc.boolean(),
      });
      fc.assert(
        fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), ways, (rows, { delimiter, newline, said }) => {
          const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const lines = [HEAD, ...rows].map((cells) => cells.map(quoted).join(delimiter));
          const text = `${said ? `sep=${delimiter}${newline}` : ''}${lines.join(newline)}${newline}`;
          const read = readTable(encode(text), 'x.csv', known).rows;
          expect(read.map(({ cells }) => cells)).to.deep.equal([HEAD, ...rows]);
          let line = said ? 2 : 1;
          for (const [at, cells] of [HEAD, ...rows].entries()) {
            expect(read[at]?.line).to.equal(line);
            line += 1 + cells.join('').split('\n').length - 1;
          }
        }),
        { numRuns: 500 },
      );
    });
  }
});
