/** Who buys and what is sold: users, products, stock, rates, carts. */
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

export const migration0001: Migration = {
  name: '0001-people-and-products',
  steps: [...people, ...catalogue, ...carts],
};
