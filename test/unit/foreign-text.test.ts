/** What others write: taken in by one rule, shown by one rule. */
import { expect } from 'chai';
import fc from 'fast-check';
import { cleanInput, withoutBlanks } from '../../src/lib/clean-input.ts';
import { cleanText, printable, terminalText } from '../../src/lib/foreign-text.ts';

const text = (given: string, options = {}) => cleanText(given, options) as { text?: string; fault?: string };

describe('text from outside', () => {
  for (const sign of ['\u0000', '\u0007', '\u001b', '\u007f', '\u009b', '\u0090']) {
    it(`is refused with the control ${JSON.stringify(sign)}, by name`, () => {
      expect(text(`a${sign}b`).fault).to.match(/U\+[0-9A-F]{4}/);
    });
  }

  it('is refused with half of a character', () => {
    expect(text('a\ud83d').fault).to.match(/half/);
    expect(text('a😀').text).to.equal('a😀');
  });

  it('loses what nobody sees and what turns it around', () => {
    expect(text('\u202aAnn\u202c \u200bEx\u00adample\ufeff').text).to.equal('Ann Example');
    expect(text('\u202a+49 151 2345\u202c').text).to.equal('+49 151 2345');
    expect(text('ex\u202egnp.exe').text).to.equal('exgnp.exe');
  });

  it('is composed, and on one line unless it may have several', () => {
    expect(text('Zoe\u0308').text).to.equal('Zoë');
    expect(text('Am Weg 1\r\nHinterhaus\t2').text).to.equal('Am Weg 1 Hinterhaus 2');
    expect(text('one\r\ntwo\u2028three', { lines: true }).text).to.equal('one\ntwo\nthree');
  });

  it('keeps the joiners that some scripts and pictures need', () => {
    for (const kept of ['👩‍👩‍👧', 'می‌خواهم', 'Ольга', '李小龙', 'محمد']) expect(text(kept).text).to.equal(kept);
  });

  it('is found however deep it lies, and named by its pointer', () => {
    const { faults, value } = cleanInput({ address: { name: 'a\u001b[2J', city: ' Köln\u200b ' }, lines: ['x\u0000'] });
    expect(faults.map(({ pointer }) => pointer)).to.deep.equal(['/address/name', '/lines/0']);
    expect((value as { address: { city: string } }).address.city).to.equal(' Köln ');
  });

  it('that is blank is as good as none', () => {
    expect(withoutBlanks({ a: '', b: ' ', c: null, d: { e: '', f: 0 }, g: false })).to.deep.equal({
      d: { f: 0 },
      g: false,
    });
  });
});

describe('text on a terminal', () => {
  it('is seen and never obeyed', () => {
    expect(printable('a\u001b[2J\u0007\u009b1m\u202e')).to.equal('a␛[2J␇\\u009b1m\\u202e');
  });

  it('keeps our own colours, and none that hide or blink', () => {
    expect(terminalText('\u001b[31mred\u001b[39m')).to.equal('\u001b[31mred\u001b[39m');
    for (const bad of ['\u001b[8m', '\u001b[5m', '\u001b[2J', '\u001b]0;x\u0007', '\u001b[31;1H', '\u001bc']) {
      expect(terminalText(`${bad}x`)).to.not.include(bad);
    }
  });

  it('holds no control whatever is put in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        expect(printable(given)).to.not.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
      }),
    );
  });
});
