/** The same small shop in every database; plain enough for PostgreSQL and MariaDB. */
export const seedStatements: readonly string[] = [
  'CREATE TABLE customers (id int PRIMARY KEY, name varchar(80) NOT NULL, email varchar(120) NOT NULL, country char(2) NOT NULL)',
  `CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers (id),
     status varchar(16) NOT NULL, total_cents int NOT NULL, placed_at timestamp NOT NULL)`,
  `INSERT INTO customers VALUES
     (1, 'Ada Lovelace', 'ada@example.com', 'GB'), (2, 'Grace Hopper', 'grace@example.com', 'US'),
     (3, 'Sofja Kowalewskaja', 'sofja@example.com', 'SE'), (4, 'Emmy Noether', 'emmy@example.com', 'DE')`,
  `INSERT INTO orders VALUES
     (1001, 1, 'paid', 4999, '2026-11-02 09:14:00'), (1002, 2, 'shipped', 12900, '2026-11-03 16:40:00'),
     (1003, 1, 'paid', 1850, '2026-11-05 11:05:00'), (1004, 3, 'cancelled', 7300, '2026-11-09 20:31:00'),
     (1005, 4, 'paid', 25400, '2026-11-12 07:58:00'), (1006, 2, 'new', 3300, '2026-11-20 13:22:00')`,
];
