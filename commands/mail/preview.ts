import { writeFileSync } from 'node:fs';
import { Refusal } from '../../src/errors.ts';
import { LANGUAGE_CODES, LANGUAGES, type Language } from '../../src/languages/index.ts';
import { renderHtml, renderText } from '../../src/notifications/layout.ts';
import { isMailTemplate, MAIL_TEMPLATES } from '../../src/notifications/templates/index.ts';
import type { Command } from '../lib/define.ts';
import { textOf } from '../lib/order-filters.ts';

export const command: Command = {
  args: [{ name: 'template', about: Object.keys(MAIL_TEMPLATES).join(', ') }],
  options: [
    { flags: '--locale <code>', about: `the language: ${LANGUAGE_CODES.join(', ')} (en)` },
    { flags: '-o, --out <file>', about: 'write the HTML into this file, for a browser' },
  ],
  examples: ['mail preview order-shipped --locale de', 'mail preview order-confirmation --out mail.html'],
  async run(session, [code = ''], options) {
    if (!isMailTemplate(code)) {
      throw new Refusal(
        'usage',
        `There is no template "${code}"; there are: ${Object.keys(MAIL_TEMPLATES).join(', ')}.`,
      );
    }
    const template = MAIL_TEMPLATES[code];
    const language = languageNamed(textOf(options.locale) ?? 'en');
    const content = template.content(template.sample, language);
    const file = textOf(options.out);
    if (file) {
      writeFileSync(file, renderHtml(content, language.code));
      session.io.say(`The mail as HTML is in ${file}`);
    } else {
      session.io.out(`Subject: ${content.subject}\n\n${renderText(content)}`);
    }
    return undefined;
  },
};

function languageNamed(code: string): Language {
  const language = LANGUAGES.find((known) => known.code === code);
  if (language) return language;
  throw new Refusal('usage', `There is no language "${code}"; there are: ${LANGUAGE_CODES.join(', ')}.`);
}
