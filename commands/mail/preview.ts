import { writeFileSync } from 'node:fs';
import { Refusal } from '../../src/errors.ts';
import { LANGUAGE_CODES, LANGUAGES, type Language } from '../../src/languages/index.ts';
import { identityOf } from '../../src/lib/shop-identity.ts';
import { alertContent } from '../../src/messages/alerts/alert.ts';
import { ALERTS, findAlert } from '../../src/messages/alerts/index.ts';
import { type MailContent, renderHtml, renderText } from '../../src/notifications/layout.ts';
import { isMailTemplate, MAIL_TEMPLATES } from '../../src/notifications/templates/index.ts';
import { defineCommand } from '../cli/define.ts';

const NAMES = [...Object.keys(MAIL_TEMPLATES), ...ALERTS.map(({ code }) => code)];

export const command = defineCommand({
  args: [{ name: 'template', about: NAMES.join(', ') }],
  options: [
    { flags: '--locale <code>', about: `the language: ${LANGUAGE_CODES.join(', ')} (en)` },
    { flags: '-o, --out <file>', about: 'write the HTML into this file, for a browser' },
  ],
  examples: ['mail preview order-shipped --locale de', 'mail preview order-confirmation --out mail.html'],
  async run(session, [code = ''], options) {
    const language = languageNamed(options.locale ?? 'en');
    const content = sampleOf(code, language);
    const shop = identityOf(await session.config());
    const file = options.out;
    if (file) {
      writeFileSync(file, renderHtml(content, { language: findAlert(code) ? 'en' : language.code, shop }));
      session.io.say(`The mail as HTML is in ${file}`);
    } else {
      session.io.out(`Subject: ${content.subject}\n\n${renderText(content, shop)}`);
    }
  },
});

/** A mail to a customer, or one to staff, as it might be. */
function sampleOf(code: string, language: Language): MailContent {
  const alert = findAlert(code);
  if (alert) return alertContent(alert, alert.sample);
  if (!isMailTemplate(code)) {
    throw new Refusal('usage', `There is no template "${code}"; there are: ${NAMES.join(', ')}.`);
  }
  const template = MAIL_TEMPLATES[code];
  return template.content(template.sample, language);
}

function languageNamed(code: string): Language {
  const language = LANGUAGES.find((known) => known.code === code);
  if (language) return language;
  throw new Refusal('usage', `There is no language "${code}"; there are: ${LANGUAGE_CODES.join(', ')}.`);
}
