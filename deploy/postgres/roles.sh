#!/bin/sh
# Runs once, on an empty data folder: the four roles of the application and its database.
# The same as Cluster.create_roles_and_database in local/postgres.py (a test compares the two).
set -eu
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv owner WIJKTEAM_DB_PASSWORD_OWNER
\getenv web WIJKTEAM_DB_PASSWORD_WEB
\getenv worker WIJKTEAM_DB_PASSWORD_WORKER
\getenv report WIJKTEAM_DB_PASSWORD_REPORT
CREATE ROLE wijkteam_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION NOCREATEDB PASSWORD :'owner';
CREATE ROLE wijkteam_web LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION NOCREATEDB PASSWORD :'web';
CREATE ROLE wijkteam_worker LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION NOCREATEDB PASSWORD :'worker';
CREATE ROLE wijkteam_report LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION NOCREATEDB PASSWORD :'report';
CREATE DATABASE wijkteam OWNER wijkteam_owner TEMPLATE template0 ENCODING 'UTF8'
    LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE wijkteam FROM PUBLIC;
GRANT CONNECT ON DATABASE wijkteam TO wijkteam_owner, wijkteam_web, wijkteam_worker, wijkteam_report;
SQL
