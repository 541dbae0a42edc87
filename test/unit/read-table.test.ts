/** Files as spreadsheets write them. */
import { expect } from 'chai';
import { readCatalogFile } from '../../src/imports/catalog-file.ts';
import { readTable } from '../../src/imports/read-table.ts';

const read = (bytes: Buffer | string) =>
  readCatalogFile(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes), 'products.csv');
const fields = (bytes: Buffer | string) => read(bytes).rows.map((row) => row.fields);

const GERMAN = 'Artikelnr.;Bezeichnung;Preis;Währung;Lagerbestand\r\nA-1;Käse, jung;12,50;EUR;5\r\n';
const EXPECTED = [{ sku: 'A-1', name: 'Käse, jung', price: '12,50', currency: 'EUR', stock: '5' }];

describe('a catalogue file', () => {
  const utf16 = (text: string, mark: boolean, swap = false) => {
    const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
    return swap ? bytes.swap16() : bytes;
  };
  for (const [how, bytes] of [
    ['UTF-8', Buffer.from(GERMAN)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${GERMAN}`)],
    ['UTF-16 LE with a mark', utf16(GERMAN, true)],
    ['UTF-16 BE with a mark', utf16(GERMAN, true, true)],
    ['UTF-16 LE without a mark', utf16(GERMAN, false)],
    ['Windows-1252', Buffer.from(GERMAN, 'latin1')],
    ['with sep=;', Buffer.from(`sep=;\r\n${GERMAN}`)],
    ['with tabs', Buffer.from(GERMAN.replaceAll(';', '\t'))],
    ['with commas and quotes', Buffer.from('sku,name,price,currency,stock\nA-1,"Käse, jung","12,50",EUR,5\n')],
    ['with blank lines and blanks around', Buffer.from(GERMAN.replace('\r\nA-1;', '\r\n\r\n;;;;\r\n A-1 ; '))],
    ['with old line ends', Buffer.from(GERMAN.replaceAll('\r\n', '\r'))],
  ] as const) {
    it(`is read: ${how}`, () => expect(fields(bytes)).to.deep.equal(EXPECTED));
  }

  it('says what was found out about it, and which columns are not read', () => {
    const { notes } = read(
      Buffer.from(GERMAN.replace('Lagerbestand', 'Lagerbestand;Lieferant').replace(';5', ';5;Müller'), 'latin1'),
    );
    expect(notes.join(' '))
      .to.match(/Windows-1252/)
      .and.to.match(/semicolons/)
      .and.to.match(/Lieferant/);
  });

  it('has the lines of the file, blank ones and cells of several lines counted', () => {
    const { rows } = read('sku,name,price,currency\n\nA,"two\nlines",1,EUR\n\nB,b,1,EUR\n');
    expect(rows.map(({ line }) => line)).to.deep.equal([3, 6]);
  });

  it('has no field whose column is not there', () => {
    expect(fields('sku,price\nA,1\n')).to.deep.equal([{ sku: 'A', price: '1' }]);
  });

  it('loses what spreadsheets put around a text', () => {
    const text = `sku,name,price,currency\n="00123",'=x,1,EUR\n"=""0099""",y,1,EUR\n`;
    expect(fields(text).map(({ sku, name }) => [sku, name])).to.deep.equal([
      ['00123', '=x'],
      ['0099', 'y'],
    ]);
  });

  it('that is none is refused in words', () => {
    for (const [bytes, why] of [
      ['', /no products in it/],
      ['sku,name\n', /no products in it/],
      ['a,b\n1,2\n', /names no column with SKUs/],
      [Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 1, 0, 0, 0, 8]), /not a text|no column|no products/],
    ] as const) {
      expect(() => read(bytes as Buffer)).to.throw(why);
    }
  });

  it('has one delimiter: other signs are text', () => {
    const { rows } = readTable(Buffer.from('a;b\n1,5;x\ty\n'), 'f');
    expect(rows.map(({ cells }) => cells)).to.deep.equal([
      ['a', 'b'],
      ['1,5', 'x\ty'],
    ]);
  });
});
