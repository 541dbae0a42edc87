/**
 * The tables of one order's life, from cart to doorstep. Ids are UUIDv7 in 16 bytes, made by the program; times are UTC
 * with milliseconds; money is whole minor units. No cascades, no triggers, no auto-increment.
 */
import type { Migration } from '../migration.ts';

const people = [
  `CREATE TABLE users (
    id BINARY(16) NOT NULL PRIMARY KEY,
    email VARCHAR(254) NOT NULL,
    name VARCHAR(200) NOT NULL,
    role VARCHAR(16) NOT NULL,
    active SMALLINT NOT NULL,
    created_at DATETIME(3) NOT NULL,
    CONSTRAINT uq_users_email UNIQUE (email),
    CONSTRAINT ck_users_role CHECK (role IN ('customer', 'admin'))
  )`,
];

const catalogue = [
  `CREATE TABLE products (
    id BINARY(16) NOT NULL PRIMARY KEY,
    sku VARCHAR(64) NOT NULL,
    name VARCHAR(300) NOT NULL,
    price BIGINT NOT NULL,
    currency CHAR(3) NOT NULL,
    barcode VARCHAR(64),
    bin VARCHAR(32),
    weight_g BIGINT,
    active SMALLINT NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    CONSTRAINT uq_products_sku UNIQUE (sku),
    CONSTRAINT ck_products_price CHECK (price >= 0)
  )`,
  'CREATE INDEX ix_products_barcode ON products (barcode)',
  `CREATE TABLE stock (
    product_id BINARY(16) NOT NULL PRIMARY KEY,
    on_hand BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    CONSTRAINT ck_stock_reserved CHECK (reserved >= 0),
    CONSTRAINT ck_stock_on_hand CHECK (on_hand >= reserved),
    CONSTRAINT fk_stock_product FOREIGN KEY (product_id) REFERENCES products (id)
  )`,
  `CREATE TABLE stock_movements (
    id BINARY(16) NOT NULL PRIMARY KEY,
    product_id BINARY(16) NOT NULL,
    order_id BINARY(16),
    reason VARCHAR(16) NOT NULL,
    on_hand_change BIGINT NOT NULL,
    reserved_change BIGINT NOT NULL,
    actor VARCHAR(200) NOT NULL,
    created_at DATETIME(3) NOT NULL
  )`,
  'CREATE INDEX ix_stock_movements_product ON stock_movements (product_id, created_at)',
  'CREATE INDEX ix_stock_movements_order ON stock_movements (order_id)',
  `CREATE TABLE tax_rates (
    id BINARY(16) NOT NULL PRIMARY KEY,
    country CHAR(2) NOT NULL,
    rate_bp BIGINT NOT NULL,
    CONSTRAINT uq_tax_rates_country UNIQUE (country),
    CONSTRAINT ck_tax_rates_rate CHECK (rate_bp BETWEEN 0 AND 10000)
  )`,
  `CREATE TABLE shipping_rates (
    id BINARY(16) NOT NULL PRIMARY KEY,
    method VARCHAR(32) NOT NULL,
    country CHAR(2) NOT NULL,
    currency CHAR(3) NOT NULL,
    amount BIGINT NOT NULL,
    CONSTRAINT uq_shipping_rates_currency UNIQUE (method, country, currency),
    CONSTRAINT ck_shipping_rates_amount CHECK (amount >= 0)
  )`,
];

const carts = [
  `CREATE TABLE carts (
    id BINARY(16) NOT NULL PRIMARY KEY,
    customer_id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    CONSTRAINT uq_carts_customer_id UNIQUE (customer_id),
    CONSTRAINT fk_carts_customer FOREIGN KEY (customer_id) REFERENCES users (id)
  )`,
  `CREATE TABLE cart_items (
    cart_id BINARY(16) NOT NULL,
    product_id BINARY(16) NOT NULL,
    quantity BIGINT NOT NULL,
    seen_price BIGINT NOT NULL,
    added_at DATETIME(3) NOT NULL,
    PRIMARY KEY (cart_id, product_id),
    CONSTRAINT ck_cart_items_quantity CHECK (quantity > 0),
    CONSTRAINT fk_cart_items_product FOREIGN KEY (product_id) REFERENCES products (id)
  )`,
];

const orders = [
  `CREATE TABLE orders (
    id BINARY(16) NOT NULL PRIMARY KEY,
    order_number CHAR(14) NOT NULL,
    customer_id BINARY(16) NOT NULL,
    cart_id BINARY(16) NOT NULL,
    cart_version BIGINT NOT NULL,
    status VARCHAR(20) NOT NULL,
    payment_status VARCHAR(20) NOT NULL,
    fulfillment_status VARCHAR(20) NOT NULL,
    email VARCHAR(254) NOT NULL,
    customer_name VARCHAR(200) NOT NULL,
    currency CHAR(3) NOT NULL,
    subtotal BIGINT NOT NULL,
    shipping_total BIGINT NOT NULL,
    tax_total BIGINT NOT NULL,
    total BIGINT NOT NULL,
    item_count BIGINT NOT NULL,
    shipping_method VARCHAR(32) NOT NULL,
    shipping_address TEXT NOT NULL,
    billing_address TEXT NOT NULL,
    order_notes TEXT,
    cancel_reason TEXT,
    held SMALLINT NOT NULL,
    version BIGINT NOT NULL,
    event_count BIGINT NOT NULL,
    event_hash CHAR(64) NOT NULL,
    placed_at DATETIME(3) NOT NULL,
    confirmed_at DATETIME(3),
    shipped_at DATETIME(3),
    delivered_at DATETIME(3),
    cancelled_at DATETIME(3),
    updated_at DATETIME(3) NOT NULL,
    CONSTRAINT uq_orders_order_number UNIQUE (order_number),
    CONSTRAINT uq_orders_cart_version UNIQUE (cart_id, cart_version),
    CONSTRAINT ck_orders_total CHECK (total = subtotal + shipping_total + tax_total AND total >= 0),
    CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id) REFERENCES users (id)
  )`,
  'CREATE INDEX ix_orders_placed ON orders (placed_at, id)',
  'CREATE INDEX ix_orders_customer ON orders (customer_id, placed_at, id)',
  'CREATE INDEX ix_orders_status ON orders (status, placed_at, id)',
  'CREATE INDEX ix_orders_email ON orders (email, placed_at)',
  `CREATE TABLE order_items (
    id BINARY(16) NOT NULL PRIMARY KEY,
    order_id BINARY(16) NOT NULL,
    position BIGINT NOT NULL,
    product_id BINARY(16) NOT NULL,
    sku VARCHAR(64) NOT NULL,
    name VARCHAR(300) NOT NULL,
    unit_price BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    shipped_quantity BIGINT NOT NULL,
    cancelled_quantity BIGINT NOT NULL,
    tax_rate_bp BIGINT NOT NULL,
    tax_amount BIGINT NOT NULL,
    line_total BIGINT NOT NULL,
    CONSTRAINT uq_order_items_position UNIQUE (order_id, position),
    CONSTRAINT ck_order_items_quantity CHECK (quantity > 0),
    CONSTRAINT ck_order_items_left CHECK (shipped_quantity >= 0 AND cancelled_quantity >= 0 AND shipped_quantity + cancelled_quantity <= quantity),
    CONSTRAINT ck_order_items_total CHECK (line_total = unit_price * quantity),
    CONSTRAINT fk_order_items_order FOREIGN KEY (order_id) REFERENCES orders (id)
  )`,
  'CREATE INDEX ix_order_items_product ON order_items (product_id, order_id)',
  `CREATE TABLE order_events (
    order_id BINARY(16) NOT NULL,
    seq BIGINT NOT NULL,
    kind VARCHAR(40) NOT NULL,
    actor VARCHAR(200) NOT NULL,
    data TEXT NOT NULL,
    created_at DATETIME(3) NOT NULL,
    hash CHAR(64) NOT NULL,
    PRIMARY KEY (order_id, seq)
  )`,
  `CREATE TABLE order_notes (
    id BINARY(16) NOT NULL PRIMARY KEY,
    order_id BINARY(16) NOT NULL,
    body TEXT NOT NULL,
    author VARCHAR(200) NOT NULL,
    created_at DATETIME(3) NOT NULL
  )`,
  'CREATE INDEX ix_order_notes_order ON order_notes (order_id, created_at)',
  `CREATE TABLE order_holds (
    id BINARY(16) NOT NULL PRIMARY KEY,
    order_id BINARY(16) NOT NULL,
    reason TEXT NOT NULL,
    held_by VARCHAR(200) NOT NULL,
    held_at DATETIME(3) NOT NULL,
    until DATETIME(3),
    released_by VARCHAR(200),
    released_at DATETIME(3)
  )`,
  'CREATE INDEX ix_order_holds_order ON order_holds (order_id, held_at)',
];

const money = [
  `CREATE TABLE payments (
    id BINARY(16) NOT NULL PRIMARY KEY,
    order_id BINARY(16) NOT NULL,
    gateway VARCHAR(32) NOT NULL,
    method VARCHAR(32) NOT NULL,
    status VARCHAR(16) NOT NULL,
    currency CHAR(3) NOT NULL,
    amount BIGINT NOT NULL,
    captured_amount BIGINT NOT NULL,
    refunded_amount BIGINT NOT NULL,
    description VARCHAR(100),
    decline_code VARCHAR(64),
    next_action TEXT,
    charge_deadline DATETIME(3) NOT NULL,
    next_check_at DATETIME(3),
    checks BIGINT NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    CONSTRAINT ck_payments_captured CHECK (captured_amount >= 0 AND captured_amount <= amount),
    CONSTRAINT ck_payments_refunded CHECK (refunded_amount >= 0 AND refunded_amount <= captured_amount),
    CONSTRAINT fk_payments_order FOREIGN KEY (order_id) REFERENCES orders (id)
  )`,
  'CREATE INDEX ix_payments_order ON payments (order_id)',
  'CREATE INDEX ix_payments_check ON payments (next_check_at)',
  `CREATE TABLE refunds (
    id BINARY(16) NOT NULL PRIMARY KEY,
    payment_id BINARY(16) NOT NULL,
    order_id BINARY(16) NOT NULL,
    kind VARCHAR(8) NOT NULL,
    status VARCHAR(16) NOT NULL,
    currency CHAR(3) NOT NULL,
    amount BIGINT NOT NULL,
    reason VARCHAR(500) NOT NULL,
    failure VARCHAR(200),
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    CONSTRAINT ck_refunds_amount CHECK (amount > 0),
    CONSTRAINT fk_refunds_payment FOREIGN KEY (payment_id) REFERENCES payments (id)
  )`,
  'CREATE INDEX ix_refunds_order ON refunds (order_id)',
  'CREATE INDEX ix_refunds_payment ON refunds (payment_id)',
  'CREATE INDEX ix_refunds_status ON refunds (status, updated_at)',
];

const shipping = [
  `CREATE TABLE shipments (
    id BINARY(16) NOT NULL PRIMARY KEY,
    order_id BINARY(16) NOT NULL,
    carrier VARCHAR(32) NOT NULL,
    tracking_number VARCHAR(64) NOT NULL,
    tracking_url VARCHAR(300),
    status VARCHAR(24) NOT NULL,
    estimated_delivery DATETIME(3),
    shipped_at DATETIME(3) NOT NULL,
    delivered_at DATETIME(3),
    last_polled_at DATETIME(3),
    next_poll_at DATETIME(3),
    created_by VARCHAR(200) NOT NULL,
    CONSTRAINT uq_shipments_tracking_number UNIQUE (order_id, tracking_number),
    CONSTRAINT fk_shipments_order FOREIGN KEY (order_id) REFERENCES orders (id)
  )`,
  'CREATE INDEX ix_shipments_tracking ON shipments (tracking_number)',
  'CREATE INDEX ix_shipments_poll ON shipments (next_poll_at)',
  `CREATE TABLE shipment_items (
    shipment_id BINARY(16) NOT NULL,
    order_item_id BINARY(16) NOT NULL,
    quantity BIGINT NOT NULL,
    PRIMARY KEY (shipment_id, order_item_id),
    CONSTRAINT ck_shipment_items_quantity CHECK (quantity > 0)
  )`,
  'CREATE INDEX ix_shipment_items_item ON shipment_items (order_item_id)',
  `CREATE TABLE tracking_events (
    id BINARY(16) NOT NULL PRIMARY KEY,
    shipment_id BINARY(16) NOT NULL,
    event_key CHAR(64) NOT NULL,
    status VARCHAR(24) NOT NULL,
    description VARCHAR(300) NOT NULL,
    location VARCHAR(200),
    occurred_at DATETIME(3) NOT NULL,
    CONSTRAINT uq_tracking_events_event_key UNIQUE (shipment_id, event_key)
  )`,
];

const background = [
  `CREATE TABLE notifications (
    id BINARY(16) NOT NULL PRIMARY KEY,
    dedupe_key VARCHAR(120) NOT NULL,
    order_id BINARY(16) NOT NULL,
    template VARCHAR(40) NOT NULL,
    recipient VARCHAR(254) NOT NULL,
    subject VARCHAR(300) NOT NULL,
    message_id VARCHAR(200) NOT NULL,
    status VARCHAR(16) NOT NULL,
    sent_at DATETIME(3),
    created_at DATETIME(3) NOT NULL,
    CONSTRAINT uq_notifications_dedupe_key UNIQUE (dedupe_key)
  )`,
  'CREATE INDEX ix_notifications_order ON notifications (order_id)',
  `CREATE TABLE outbox (
    id BINARY(16) NOT NULL PRIMARY KEY,
    kind VARCHAR(40) NOT NULL,
    dedupe_key VARCHAR(120) NOT NULL,
    order_id BINARY(16),
    payload TEXT NOT NULL,
    created_at DATETIME(3) NOT NULL,
    due_at DATETIME(3),
    lease_token CHAR(26),
    lease_until DATETIME(3),
    attempts BIGINT NOT NULL,
    last_error VARCHAR(500),
    done_at DATETIME(3),
    dead_at DATETIME(3),
    CONSTRAINT uq_outbox_dedupe_key UNIQUE (dedupe_key)
  )`,
  'CREATE INDEX ix_outbox_due ON outbox (due_at, id)',
  'CREATE INDEX ix_outbox_order ON outbox (order_id)',
  `CREATE TABLE idempotency_keys (
    caller_id BINARY(16) NOT NULL,
    idempotency_key VARCHAR(100) NOT NULL,
    fingerprint CHAR(64) NOT NULL,
    order_id BINARY(16),
    outcome MEDIUMTEXT,
    created_at DATETIME(3) NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    PRIMARY KEY (caller_id, idempotency_key)
  )`,
  'CREATE INDEX ix_idempotency_keys_order ON idempotency_keys (order_id)',
  'CREATE INDEX ix_idempotency_keys_expiry ON idempotency_keys (expires_at)',
  `CREATE TABLE jobs (
    id BINARY(16) NOT NULL PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    type VARCHAR(8) NOT NULL,
    priority BIGINT NOT NULL,
    unique_key CHAR(64),
    next_run_at BIGINT,
    locked_at BIGINT,
    last_run_at BIGINT,
    last_finished_at BIGINT,
    failed_at BIGINT,
    disabled SMALLINT NOT NULL,
    last_modified_by VARCHAR(200),
    data MEDIUMTEXT NOT NULL,
    attributes TEXT NOT NULL,
    CONSTRAINT uq_jobs_unique_key UNIQUE (unique_key)
  )`,
  'CREATE INDEX ix_jobs_next ON jobs (name, disabled, locked_at, next_run_at, priority)',
];

export const migration0001: Migration = {
  name: '0001-foundation',
  statements: [...people, ...catalogue, ...carts, ...orders, ...money, ...shipping, ...background],
};
