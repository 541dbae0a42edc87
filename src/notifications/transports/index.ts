/** Ways to send mail: an SMTP server by URL, or files in a folder while none is configured. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SendMailOptions, Transporter } from 'nodemailer';
import { betweenCrashPoints } from '../../lib/crash-points.ts';
import { refuseInsideTransaction } from '../../lib/transaction-scope.ts';
import type { Mail, Mailer } from '../mailer.ts';

export interface MailerOptions {
  /** `smtp://user:password@host:port` or `smtps://…`; files are written when it is not set. */
  readonly smtpUrl: string | undefined;
  readonly from: string;
  /** Folder of the `.eml` files. */
  readonly folder: string;
}

/** The configured mailer, guarded: never inside a transaction, a crash point before and after each mail. */
export function openMailer(options: MailerOptions): Mailer & { close(): void } {
  const { send, close } = options.smtpUrl ? smtpTransport(options.smtpUrl, options) : fileTransport(options);
  return {
    close,
    send(mail) {
      refuseInsideTransaction('mailer.send');
      return betweenCrashPoints('mailer.send', () => send(mail));
    },
  };
}

interface Transport {
  send(mail: Mail): Promise<void>;
  close(): void;
}

const message = (mail: Mail, from: string): SendMailOptions => ({
  from,
  to: mail.to,
  subject: mail.subject,
  html: mail.html,
  text: mail.text,
  messageId: mail.messageId,
  date: new Date(mail.date),
});

const SMTP_TIMEOUT_MS = 10_000;

/** The library is loaded for the first mail. */
function lazyTransport(options: object | string, more?: object): () => Promise<Transporter> {
  let made: Promise<Transporter> | undefined;
  return () => {
    made ??= import('nodemailer').then(({ createTransport }) => createTransport(options as never, more as never));
    return made;
  };
}

function smtpTransport(url: string, { from }: MailerOptions): Transport {
  const timeouts = {
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
  };
  let opened = false;
  const transport = lazyTransport({ url, pool: true, ...timeouts });
  return {
    async send(mail) {
      opened = true;
      await (await transport()).sendMail(message(mail, from));
    },
    close: () => void (opened && transport().then((open) => open.close())),
  };
}

/** One file for each mail, named by time and subject; a repeat of the same mail replaces its file. */
function fileTransport({ from, folder }: MailerOptions): Transport {
  const composer = lazyTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async send(mail) {
      const composed = await (await composer()).sendMail(message(mail, from));
      await mkdir(folder, { recursive: true });
      const file = join(folder, fileName(mail));
      await writeFile(`${file}.part`, composed.message as Buffer);
      await rename(`${file}.part`, file);
    },
    close: () => {},
  };
}

function fileName({ date, messageId, subject }: Mail): string {
  const when = date.replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const what = subject
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  const unique = messageId.replace(/[<>]/g, '').split('@')[0] ?? '';
  return `${when}-${what}-${unique.slice(-8)}.eml`;
}
