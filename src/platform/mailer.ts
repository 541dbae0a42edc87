/** The port to mail. */

export interface Mail {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The same for every attempt at the same mail, so that a receiver can tell a repeat. */
  readonly messageId: string;
  /** When the reason for the mail arose; also its Date header, so that a repeat is the same to the byte. */
  readonly date: string;
}

export interface Mailer {
  /** Resolves when the mail is out of our hands; throws when it is not. */
  send(mail: Mail): Promise<void>;
}
