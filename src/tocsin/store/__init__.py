"""The PostgreSQL store, embedded or shared: tables, migrations, statements by name, health, backup."""
