import { writeFileSync } from 'node:fs';
import { Refusal } from '../../src/errors.ts';
import { renderHtml, renderText } from '../../src/notifications/layout.ts';
import { isMailTemplate, MAIL_TEMPLATES } from '../../src/notifications/templates/index.ts';
import type { Command } from '../lib/define.ts';
import { textOf } from '../lib/order-filters.ts';

export const command: Command = {
  args: [{ name: 'template', about: Object.keys(MAIL_TEMPLATES).join(', ') }],
  options: [{ flags: '-o, --out <file>', about: 'write the HTML into this file, for a browser' }],
  examples: ['mail preview order-shipped', 'mail preview order-confirmation --out mail.html'],
  async run(session, [code = ''], options) {
    if (!isMailTemplate(code)) {
      throw new Refusal(
        'usage',
        `There is no template "${code}"; there are: ${Object.keys(MAIL_TEMPLATES).join(', ')}.`,
      );
    }
    const template = MAIL_TEMPLATES[code];
    const content = template.content(template.sample);
    const file = textOf(options.out);
    if (file) {
      writeFileSync(file, renderHtml(content));
      session.io.say(`The mail as HTML is in ${file}`);
    } else {
      session.io.out(`Subject: ${content.subject}\n\n${renderText(content)}`);
    }
    return undefined;
  },
};
