/** Mails through a real SMTP server: how they arrive, and that a difficult server gets them all in the end. */
import { expect } from 'chai';
import { languageOf } from '../../src/languages/index.ts';
import { MINUTE } from '../../src/lib/time.ts';
import { renderHtml, renderText } from '../../src/notifications/layout.ts';
import { MAIL_TEMPLATES } from '../../src/notifications/templates/index.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { NAMELESS } from '../setup/identity.ts';
import { type MailServer, type Mood, startMailServer } from '../setup/mail-server.ts';
import { openWorld, type World } from '../setup/world.ts';

describe('mails by SMTP', () => {
  let server: MailServer;
  let world: World;
  const open = async (mood?: Mood, settings: Record<string, string> = {}) => {
    server = await startMailServer(mood);
    world = await openWorld(ENGINES[0] as Engine, { ORDERS_SMTP_URL: server.url, ...settings });
    await world.product('MUG', { stock: 100 });
  };
  afterEach(async () => {
    await world.close();
    await server.close();
  });
  /** Works off what is due, again and again, as the hours pass. */
  const work = async (rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      await world.work();
      world.pass(10 * MINUTE);
    }
  };
  const order = async (name?: string) => (await world.customer(name)).buy('MUG');

  it('of a relay that takes twelve seconds to answer arrive once', async () => {
    await open((attempt) => (attempt === 1 ? 12_000 : 'accept'));
    await order();
    await work(1);
    expect([...server.attempts.values()]).to.deep.equal([1]);
    expect(server.accepted).to.have.length(1);
  }).timeout(60_000);

  it('are encrypted, signed in, and have both parts, links, headers and no name that could be markup', async () => {
    await open();
    await order('Zoë <b>"Bold"</b> O\'Neil & Söhne');
    await world.work();
    expect(server.encrypted).to.be.at.least(1);
    const [mail] = server.accepted;
    expect(mail?.subject).to.match(/^Your order ORD-\S+ is confirmed$/);
    expect(mail?.messageId).to.match(/^<ntf_[\w]+@[\w.-]+>$/);
    expect(mail?.date).to.be.instanceOf(Date);
    expect(mail?.from?.value[0]?.address).to.include('@');
    expect(mail?.text).to.include("O'Neil & Söhne");
    expect(mail?.html).to.include('&lt;b&gt;').and.not.include('<b>"Bold"');
    const link = /https?:\/\/[^\s"]+\/track\/[^\s"]+/;
    expect(mail?.text).to.match(link);
    expect(mail?.html).to.match(link);
    expect(mail?.headers.get('auto-submitted')).to.equal('auto-generated');
  });

  it('arrive whole, every one of them: two parts that say the same, links, and headers', async () => {
    await open();
    for (const { code, content, sample } of Object.values(MAIL_TEMPLATES)) {
      const mail = content({ ...sample, customer_name: 'Zoë <i>& Söhne</i>' }, languageOf('de'));
      await world.system.mailer.send({
        to: { name: 'Zoë <i>& Söhne</i>', address: 'zoe@example.org' },
        subject: mail.subject,
        html: renderHtml(mail, { language: 'de', shop: NAMELESS }),
        text: renderText(mail, NAMELESS),
        messageId: `<${code}@shop.test>`,
        date: '2026-03-01T12:00:00.000Z',
      });
    }
    expect(server.accepted).to.have.length(Object.keys(MAIL_TEMPLATES).length);
    for (const mail of server.accepted) {
      expect(mail.text, mail.subject).to.include('Zoë <i>& Söhne</i>');
      expect(mail.html, mail.subject).to.include('Zoë &lt;i&gt;&amp; Söhne').and.not.include('<i>');
      const links = [...String(mail.text).matchAll(/https?:\/\/\S+/g)].map(([link]) => link);
      for (const link of links) expect(mail.html).to.include(link.replaceAll('&', '&amp;'));
      expect(mail.date?.toISOString()).to.equal('2026-03-01T12:00:00.000Z');
      expect(mail.to).to.have.nested.property('value[0].address', 'zoe@example.org');
    }
  });

  it('come again after a greylisting, a cut connection and a temporary fault, each once', async () => {
    const moods = ['later', 'cut', 'later'] as const;
    await open((attempt) => moods[attempt - 1] ?? 'accept');
    for (let count = 0; count < 5; count++) await order();
    await work(8);
    expect(server.accepted).to.have.length(5);
    expect(new Set(server.accepted.map(({ messageId }) => messageId)).size).to.equal(5);
    await world.expectClean();
  });

  it('may come twice when the connection was cut after the mail was taken, and then with the same Message-ID', async () => {
    await open((attempt) => (attempt === 1 ? 'accept-and-cut' : 'accept'));
    await order();
    await work(3);
    expect(server.accepted).to.have.length(2);
    expect(new Set(server.accepted.map(({ messageId }) => messageId)).size).to.equal(1);
    await world.expectClean();
  });

  it('wait for a slow server', async () => {
    await open(() => 1500);
    await order();
    await work(1);
    expect(server.accepted).to.have.length(1);
  });

  it('that a server refuses for good are a dead letter at once, with its words', async () => {
    await open(() => 'refuse');
    await order();
    await work(3);
    expect([...server.attempts.values()]).to.deep.equal([1]);
    const [dead] = await world.app.database.rows<{ last_error: string }>(
      'SELECT last_error FROM outbox WHERE dead_at IS NOT NULL',
    );
    expect(dead?.last_error).to.include('we do not want this');
  });

  it('wait while the password is wrong, and go when it is right', async () => {
    await open();
    const wrong = server.url.replace('correct', 'wrong');
    await world.close();
    world = await openWorld(ENGINES[0] as Engine, { ORDERS_SMTP_URL: wrong });
    await world.product('MUG');
    await order();
    await work(2);
    expect(server.accepted).to.have.length(0);
    const [row] = await world.app.database.rows<{ dead_at: string | null; last_error: string }>(
      "SELECT dead_at, last_error FROM outbox WHERE kind = 'send-mail'",
    );
    expect(row).to.include({ dead_at: null });
    expect(row?.last_error).to.include('535').and.not.include('horse');
  });
});
