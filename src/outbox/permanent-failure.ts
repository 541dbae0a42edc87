/** A failure that trying again would only repeat: the row that asked for the work is a dead letter at once. */
export class PermanentFailure extends Error {}
