/** Ways to send mail: an SMTP server by URL, or files in a folder while none is configured. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SendMailOptions, Transporter } from 'nodemailer';
import { MINUTE, SECOND } from '../../lib/time.ts';
import { PermanentFailure } from '../../outbox/permanent-failure.ts';
import { betweenCrashPoints } from '../../platform/crash-points.ts';
import type { Mail, Mailer } from '../../platform/mailer.ts';
import { refuseInsideTransaction } from '../../platform/transaction-scope.ts';

export interface MailerOptions {
  /** `smtp://user:password@host:port` or `smtps://…`; files are written when it is not set. */
  readonly smtpUrl: string | undefined;
  /** Most mails in a second; 0 is no limit. */
  readonly smtpPerSecond: number;
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
  // Out-of-office replies to a program help nobody (RFC 3834).
  headers: { 'auto-submitted': 'auto-generated' },
});

const SMTP_TIMEOUT_MS = 10 * SECOND;
/** A relay may take ten minutes to answer the end of a mail (RFC 5321, 4.5.3.2.6); who hangs up sends a second copy. */
const SMTP_ANSWER_MS = 10 * MINUTE;

/** The library is loaded for the first mail. */
function lazyTransport(options: object | string, more?: object): () => Promise<Transporter> {
  let made: Promise<Transporter> | undefined;
  return () => {
    made ??= import('nodemailer').then(({ createTransport }) => createTransport(options as never, more as never));
    return made;
  };
}

function smtpTransport(url: string, { from, smtpPerSecond }: MailerOptions): Transport {
  const timeouts = {
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_ANSWER_MS,
  };
  let opened = false;
  const rate = smtpPerSecond > 0 ? { rateDelta: SECOND, rateLimit: smtpPerSecond } : {};
  const transport = lazyTransport({ url, pool: true, ...timeouts, ...rate, ...secured(url) });
  return {
    async send(mail) {
      opened = true;
      const open = await transport();
      await open.sendMail(message(mail, from)).catch((error: SmtpError) => {
        throw isForGood(error) ? new PermanentFailure(error.message) : error;
      });
    },
    close: () => void (opened && transport().then((open) => open.close())),
  };
}

/** A password does not travel in clear text, but for the machine's own relay, or where `?requireTLS=false` says that it may. */
function secured(url: string): { readonly requireTLS?: true } {
  const { username, hostname, searchParams } = new URL(url);
  const near = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return username !== '' && !near && !searchParams.has('requireTLS') ? { requireTLS: true } : {};
}

interface SmtpError extends Error {
  readonly responseCode?: number;
  readonly code?: string;
}

/** A 5xx about this mail or its recipient (RFC 5321); a refused password is about us, and can be mended. */
const isForGood = ({ responseCode = 0, code }: SmtpError): boolean =>
  responseCode >= 550 && responseCode < 560 && code !== 'EAUTH';

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
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  const unique = messageId.replace(/[<>]/g, '').split('@')[0] ?? '';
  return `${when}-${what}-${unique.slice(-8)}.eml`;
}
