/** A real SMTP server for tests, with STARTTLS and a password, that can be told to be difficult. */
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** What it does with the n-th attempt (from 1) to hand over a mail, known by its Message-ID. */
export type Mood = (
  attempt: number,
  mail: ParsedMail,
) => 'accept' | 'refuse' | 'later' | 'cut' | 'accept-and-cut' | number;

export interface MailServer {
  /** With user and password. */
  readonly url: string;
  /** Every mail that was accepted, also those that came twice. */
  readonly accepted: readonly ParsedMail[];
  /** How often each mail was handed over, accepted or not. */
  readonly attempts: ReadonlyMap<string, number>;
  /** Connections that were encrypted, by STARTTLS, before they were used. */
  readonly encrypted: number;
  close(): Promise<void>;
}

const USER = 'orders';
const PASSWORD = 'correct horse';

const smtpError = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });

export async function startMailServer(mood: Mood = () => 'accept'): Promise<MailServer> {
  const accepted: ParsedMail[] = [];
  const attempts = new Map<string, number>();
  const sockets = new Set<Socket>();
  let encrypted = 0;

  /** Answers one attempt; throws what the sender is to see. A number is a delay before accepting. */
  async function receive(mail: ParsedMail, session: SMTPServerSession): Promise<void> {
    const id = mail.messageId ?? '';
    const attempt = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, attempt);
    const answer = mood(attempt, mail);
    if (answer === 'refuse') throw smtpError(554, 'we do not want this');
    if (answer === 'later') throw smtpError(451, 'greylisted, come back later');
    if (typeof answer === 'number') await sleep(answer);
    if (answer !== 'cut') accepted.push(mail);
    if (answer === 'cut' || answer === 'accept-and-cut') cut(session);
  }
  const cut = ({ remotePort }: SMTPServerSession) => {
    for (const socket of sockets) if (socket.remotePort === remotePort) socket.destroy();
  };

  const server = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth({ username, password }, session, answer) {
      if (session.secure) encrypted += 1;
      if (username === USER && password === PASSWORD) answer(null, { user: username });
      else answer(smtpError(535, 'wrong user or password'));
    },
    onData(stream, session, answer) {
      simpleParser(stream)
        .then((mail) => receive(mail, session))
        .then(() => answer(), answer);
    },
  });
  server.on('error', () => {});
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    // Its certificate is its own.
    url: `smtp://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}?tls.rejectUnauthorized=false`,
    accepted,
    attempts,
    get encrypted() {
      return encrypted;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
