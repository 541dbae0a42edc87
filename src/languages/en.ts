/** Everything a customer reads in mails and on the tracking page, in English. The model of every other language. */

/** Why money could not be taken, by decline code; the others go by `declined`. */
const reasons: Readonly<Record<string, string>> = {
  never_charged: 'the payment never reached the payment provider',
  expired: 'the payment was not approved in time',
  insufficient_funds: 'there was not enough money on the card',
};

const headlines: Readonly<Record<string, string>> = {
  pending: 'We are waiting for your payment',
  confirmed: 'We have your order',
  processing: 'We are getting your order ready',
  partially_shipped: 'A part of your order is on its way',
  shipped: 'Your order is on its way',
  delivered: 'Your order has arrived',
  failed: 'Your payment did not go through',
  cancelled: 'Your order was cancelled',
  returned: 'Your order came back to us',
};

export const en = {
  /** ISO 639-1; what orders and customers carry as their `locale`. */
  code: 'en',
  name: 'English',
  /** How money and dates are written, as BCP 47 tags. */
  formats: { money: 'en', dates: 'en-GB' },
  /** Carriers whose name is another in this language, by code; it stands in the middle of a sentence. */
  carriers: {} as Readonly<Record<string, string>>,
  /** Where a parcel is, by tracking status. */
  tracking: {
    unknown: 'No news from the carrier yet',
    pre_transit: 'Announced to the carrier',
    in_transit: 'On its way',
    out_for_delivery: 'Out for delivery',
    available_for_pickup: 'Ready to be picked up',
    exception: 'Held up',
    return_to_sender: 'Going back to the sender',
    delivered: 'Delivered',
    cancelled: 'Cancelled',
  },

  /** What several mails say. */
  words: {
    hello: (name: string) => `Hello ${name},`,
    shipping: 'Shipping',
    tax: 'Tax',
    total: 'Total',
    shippingTo: 'Shipping to',
    seeOrder: 'See your order',
    trackParcel: 'Track your parcel',
  },
  mails: {
    confirmation: {
      subject: (order: string) => `Your order ${order} is confirmed`,
      title: 'Thank you for your order',
      body: (order: string) =>
        `we have your order ${order} and your payment, and are getting it ready. You will hear from us when it ships.`,
      follow: 'Follow your order',
    },
    action: {
      subject: (order: string) => `Please approve the payment of your order ${order}`,
      title: 'Your payment waits for you',
      body: (order: string) =>
        `your bank wants you to approve the payment of your order ${order}. We keep the goods for you for a while; after that the order ends by itself and nothing is taken.`,
      approve: 'Approve the payment',
    },
    failed: {
      subject: (order: string) => `The payment for your order ${order} did not go through`,
      title: 'Your payment did not go through',
      body: (order: string, why: string) => `your order ${order} could not be paid: ${why}. No money was taken.`,
      reasons,
      declined: 'the payment was declined',
      again: 'What you chose is still in your cart; check out again whenever you like, with the same or another card.',
    },
    shipped: {
      subject: (order: string) => `Your order ${order} is on its way`,
      title: 'Your parcel is on its way',
      body: (order: string, carrier: string, number: string) =>
        `we have handed your order ${order} to ${carrier}. The tracking number is ${number}.`,
      byLetter: (order: string) =>
        `your order ${order} is on its way to you as a letter. Letters have no tracking number.`,
      byOurselves: (order: string) => `your order ${order} is on its way: we bring it to you ourselves.`,
      atCarrier: (carrier: string) => `At ${carrier}`,
      inside: 'In this parcel',
    },
    ready: {
      subject: (order: string) => `Your order ${order} is ready to be collected`,
      title: 'Your order is ready',
      body: (order: string) => `your order ${order} is ready and waits for you. Please bring this code:`,
      code: 'Your code',
    },
    arriving: {
      subject: (order: string) => `Your order ${order} arrives today`,
      title: 'Your parcel is on the van',
      body: (order: string, carrier: string, number: string) =>
        `${carrier} has parcel ${number} of your order ${order} out for delivery.`,
    },
    delayed: {
      subject: (order: string) => `Your order ${order} is held up`,
      title: 'Your parcel is held up',
      body: (order: string, carrier: string, number: string) =>
        `${carrier} says that parcel ${number} of your order ${order} is held up. We see it too and look after it. Whether anything is needed of you, such as an address or a visit to a pick-up point, stands on the tracking page.`,
    },
    delivered: {
      subject: (order: string) => `Your order ${order} has been delivered`,
      title: 'Your parcel has arrived',
      body: (order: string, carrier: string, number: string) =>
        `parcel ${number} of your order ${order} has been delivered by ${carrier}.`,
      plain: (order: string) => `a parcel of your order ${order} has been delivered.`,
      held: 'It held',
      complain: 'Is something missing or broken? Answer this mail and we will put it right.',
    },
    cancelled: {
      subject: (order: string) => `Your order ${order} was cancelled`,
      title: 'Your order was cancelled',
      body: (order: string) => `your order ${order} has been cancelled and nothing more will be shipped.`,
      noMoney: 'No money had been taken.',
      reason: (reason: string) => `The reason: ${reason}.`,
      released: (amount: string) => `${amount} had only been set aside on your card and has been released.`,
      refunded: (amount: string) => `We have sent ${amount} back to your card; banks take two to five days to show it.`,
      refunding: (amount: string) => `${amount} goes back to your card; we keep at it until your bank has it.`,
    },
    partlyCancelled: {
      subject: (order: string) => `A part of your order ${order} was cancelled`,
      title: 'A part of your order was cancelled',
      body: (order: string) => `we have cancelled a part of your order ${order}. The rest of it stays as it is.`,
      lines: 'Cancelled',
    },
    refunded: {
      subject: (order: string) => `Money back for your order ${order}`,
      title: 'You get money back',
      done: (order: string, amount: string) =>
        `we have sent ${amount} of your order ${order} back to you; banks take two to five days to show it.`,
      underWay: (order: string, amount: string) =>
        `${amount} of your order ${order} goes back to you; we keep at it until your bank has it.`,
      reason: (reason: string) => `The reason: ${reason}.`,
    },
  },
  page: {
    skip: 'Skip to the content',
    linkGone: {
      title: 'This link no longer leads to an order',
      text: 'It is incomplete, or too old. The newest mail about your order has one that works; if you cannot find it, ask the shop.',
    },
    order: (number: string) => `Order ${number}`,
    headlines,
    arrivesToday: 'Your parcel arrives today',
    heldUp: 'Your parcel is held up',
    readyForPickup: 'Your parcel is ready to be picked up',
    expected: (when: string) => `Expected ${when}`,
    way: 'The way of your order',
    ordered: 'What you ordered',
    parcel: (number: string) => `Parcel ${number}`,
    seeAtCarrier: (carrier: string) => `See it at ${carrier}`,
    cancelledOf: (count: number) => `${count} cancelled`,
    shippedOf: (count: number) => `${count} shipped`,
    steps: {
      ordered: 'Ordered',
      paid: 'Payment confirmed',
      prepared: 'Being prepared',
      handedOver: 'Handed to the carrier',
      onItsWay: 'On its way',
      outForDelivery: 'Out for delivery',
      delivered: 'Delivered',
      returned: 'Returned',
      cancelled: 'Cancelled',
      failed: 'Payment failed',
    },
  },
};

/** What a language has to say. */
export type Language = typeof en;
