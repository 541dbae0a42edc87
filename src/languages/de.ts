/** Deutsch. */
import type { Language } from './en.ts';

export const de: Language = {
  code: 'de',
  name: 'Deutsch',
  formats: { money: 'de', dates: 'de-DE' },
  carriers: { s10: 'die Post', sandbox: 'das Versandunternehmen' },
  tracking: {
    unknown: 'Noch keine Nachricht vom Versandunternehmen',
    pre_transit: 'Dem Versandunternehmen angekündigt',
    in_transit: 'Unterwegs',
    out_for_delivery: 'In Zustellung',
    available_for_pickup: 'Zur Abholung bereit',
    exception: 'Aufgehalten',
    return_to_sender: 'Auf dem Rückweg zum Absender',
    delivered: 'Zugestellt',
    cancelled: 'Storniert',
  },

  words: {
    hello: (name) => `Guten Tag ${name},`,
    shipping: 'Versand',
    tax: 'Mehrwertsteuer',
    total: 'Gesamtbetrag',
    shippingTo: 'Lieferanschrift',
    seeOrder: 'Bestellung ansehen',
    trackParcel: 'Paket verfolgen',
  },
  mails: {
    confirmation: {
      subject: (order) => `Ihre Bestellung ${order} ist bestätigt`,
      title: 'Vielen Dank für Ihre Bestellung',
      body: (order) =>
        `Ihre Bestellung ${order} und Ihre Zahlung sind bei uns eingegangen. Wir stellen alles zusammen und melden uns, sobald es verschickt ist.`,
      follow: 'Bestellung verfolgen',
    },
    action: {
      subject: (order) => `Bitte geben Sie die Zahlung Ihrer Bestellung ${order} frei`,
      title: 'Ihre Zahlung wartet auf Sie',
      body: (order) =>
        `Ihre Bank bittet Sie, die Zahlung Ihrer Bestellung ${order} freizugeben. Wir halten die Ware eine Weile für Sie zurück; danach endet die Bestellung von selbst, und es wird nichts abgebucht.`,
      approve: 'Zahlung freigeben',
    },
    failed: {
      subject: (order) => `Die Zahlung Ihrer Bestellung ${order} hat nicht geklappt`,
      title: 'Ihre Zahlung hat nicht geklappt',
      body: (order, why) => `Ihre Bestellung ${order} konnte nicht bezahlt werden: ${why}. Es wurde nichts abgebucht.`,
      reasons: {
        never_charged: 'die Zahlung hat den Zahlungsdienst nicht erreicht',
        expired: 'die Zahlung wurde nicht rechtzeitig freigegeben',
        insufficient_funds: 'das Guthaben der Karte reichte nicht aus',
      },
      declined: 'die Zahlung wurde abgelehnt',
      again:
        'Ihre Auswahl liegt noch im Warenkorb; bestellen Sie jederzeit noch einmal, mit derselben oder einer anderen Karte.',
    },
    shipped: {
      subject: (order) => `Ihre Bestellung ${order} ist unterwegs`,
      title: 'Ihr Paket ist unterwegs',
      body: (order, carrier, number) =>
        `wir haben Ihre Bestellung ${order} an ${carrier} übergeben. Die Sendungsnummer ist ${number}.`,
      byLetter: (order) =>
        `Ihre Bestellung ${order} ist als Brief zu Ihnen unterwegs. Briefe haben keine Sendungsnummer.`,
      byOurselves: (order) => `Ihre Bestellung ${order} ist unterwegs: Wir bringen sie Ihnen selbst.`,
      atCarrier: () => 'Sendungsverfolgung',
      inside: 'In diesem Paket',
    },
    ready: {
      subject: (order) => `Ihre Bestellung ${order} liegt zur Abholung bereit`,
      title: 'Ihre Bestellung liegt bereit',
      body: (order) => `Ihre Bestellung ${order} liegt für Sie bereit. Bitte bringen Sie diesen Code mit:`,
      code: 'Ihr Code',
    },
    arriving: {
      subject: (order) => `Ihre Bestellung ${order} kommt heute an`,
      title: 'Ihr Paket ist in Zustellung',
      body: (order, carrier, number) => `${carrier} stellt Paket ${number} Ihrer Bestellung ${order} heute zu.`,
    },
    delayed: {
      subject: (order) => `Ihre Bestellung ${order} verspätet sich`,
      title: 'Ihr Paket verspätet sich',
      body: (order, carrier, number) =>
        `${carrier} meldet, dass Paket ${number} Ihrer Bestellung ${order} aufgehalten wird. Wir sehen das auch und kümmern uns darum. Ob Sie etwas tun müssen, etwa eine Anschrift nennen oder das Paket abholen, steht auf der Seite der Sendungsverfolgung.`,
    },
    delivered: {
      subject: (order) => `Ihre Bestellung ${order} wurde zugestellt`,
      title: 'Ihr Paket ist angekommen',
      body: (order, carrier, number) => `Paket ${number} Ihrer Bestellung ${order} wurde durch ${carrier} zugestellt.`,
      plain: (order) => `ein Paket Ihrer Bestellung ${order} wurde zugestellt.`,
      held: 'Inhalt',
      complain: 'Fehlt etwas, oder ist etwas beschädigt? Antworten Sie auf diese Mail, und wir bringen es in Ordnung.',
    },
    cancelled: {
      subject: (order) => `Ihre Bestellung ${order} wurde storniert`,
      title: 'Ihre Bestellung wurde storniert',
      body: (order) => `Ihre Bestellung ${order} wurde storniert; es wird nichts mehr verschickt.`,
      noMoney: 'Es war noch nichts abgebucht.',
      reason: (reason) => `Der Grund: ${reason}.`,
      released: (amount) => `${amount} waren auf Ihrer Karte nur vorgemerkt und sind wieder frei.`,
      refunded: (amount) =>
        `Wir haben ${amount} auf Ihre Karte zurücküberwiesen; Banken brauchen zwei bis fünf Tage, bis es dort erscheint.`,
      refunding: (amount) => `${amount} gehen auf Ihre Karte zurück; wir bleiben dran, bis Ihre Bank das Geld hat.`,
    },
    partlyCancelled: {
      subject: (order) => `Ein Teil Ihrer Bestellung ${order} wurde storniert`,
      title: 'Ein Teil Ihrer Bestellung wurde storniert',
      body: (order) => `wir haben einen Teil Ihrer Bestellung ${order} storniert. Am Rest ändert sich nichts.`,
      lines: 'Storniert',
    },
    refunded: {
      subject: (order) => `Geld zurück für Ihre Bestellung ${order}`,
      title: 'Sie bekommen Geld zurück',
      done: (order, amount) =>
        `wir haben Ihnen ${amount} Ihrer Bestellung ${order} zurücküberwiesen; Banken brauchen zwei bis fünf Tage, bis es dort erscheint.`,
      underWay: (order, amount) =>
        `${amount} Ihrer Bestellung ${order} gehen an Sie zurück; wir bleiben dran, bis Ihre Bank das Geld hat.`,
      reason: (reason) => `Der Grund: ${reason}.`,
    },
  },
  page: {
    skip: 'Zum Inhalt springen',
    linkGone: {
      title: 'Dieser Link führt zu keiner Bestellung mehr',
      text: 'Er ist unvollständig oder zu alt. In der neuesten Mail zu Ihrer Bestellung steht einer, der funktioniert; wenn Sie sie nicht finden, fragen Sie den Shop.',
    },
    order: (number) => `Bestellung ${number}`,
    headlines: {
      pending: 'Wir warten auf Ihre Zahlung',
      confirmed: 'Ihre Bestellung ist bei uns eingegangen',
      processing: 'Wir stellen Ihre Bestellung zusammen',
      partially_shipped: 'Ein Teil Ihrer Bestellung ist unterwegs',
      shipped: 'Ihre Bestellung ist unterwegs',
      delivered: 'Ihre Bestellung ist angekommen',
      failed: 'Ihre Zahlung hat nicht geklappt',
      cancelled: 'Ihre Bestellung wurde storniert',
      returned: 'Ihre Bestellung ist zu uns zurückgekommen',
    },
    arrivesToday: 'Ihr Paket kommt heute an',
    heldUp: 'Ihr Paket wird aufgehalten',
    readyForPickup: 'Ihr Paket liegt zur Abholung bereit',
    expected: (when) => `Erwartet am ${when}`,
    way: 'Der Weg Ihrer Bestellung',
    ordered: 'Was Sie bestellt haben',
    parcel: (number) => `Paket ${number}`,
    seeAtCarrier: () => 'Beim Versandunternehmen ansehen',
    cancelledOf: (count) => `${count} storniert`,
    shippedOf: (count) => `${count} verschickt`,
    steps: {
      ordered: 'Bestellt',
      paid: 'Zahlung bestätigt',
      prepared: 'Wird zusammengestellt',
      handedOver: 'An das Versandunternehmen übergeben',
      onItsWay: 'Unterwegs',
      outForDelivery: 'In Zustellung',
      delivered: 'Zugestellt',
      returned: 'Zurückgeschickt',
      cancelled: 'Storniert',
      failed: 'Zahlung fehlgeschlagen',
    },
  },
};
