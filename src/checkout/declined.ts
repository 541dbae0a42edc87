/** How a checkout ends that took nothing. */
import { Refusal } from '../errors.ts';

/** Nothing was taken, for what reason: a card that was declined, or a charge that never reached the provider. */
export const declined = (decline_code: string): Refusal =>
  decline_code === 'never_charged'
    ? new Refusal(
        'payment_not_made',
        'Nothing was taken: the payment never reached the provider. Check out again, with a new Idempotency-Key; the same card will do.',
        { facts: { decline_code } },
      )
    : new Refusal(
        'payment_declined',
        `The payment was declined (${decline_code}); nothing was taken. Try another card.`,
        {
          facts: { decline_code },
        },
      );
