-- Once, as superuser, before WIJKTEAM_DB_POOLER=true: behind a pooler a connection cannot bring these along.
-- The same as in wijkteam/settings/base.py (a test compares).
ALTER ROLE wijkteam_web SET statement_timeout = '15s';
ALTER ROLE wijkteam_web SET lock_timeout = '3s';
ALTER ROLE wijkteam_web SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE wijkteam_web SET join_collapse_limit = '5';
ALTER ROLE wijkteam_web SET pgtrigger.ignore = '{}';
ALTER ROLE wijkteam_worker SET statement_timeout = '10min';
ALTER ROLE wijkteam_worker SET lock_timeout = '10s';
ALTER ROLE wijkteam_worker SET pgtrigger.ignore = '{}';
ALTER ROLE wijkteam_report SET statement_timeout = '15s';
ALTER ROLE wijkteam_report SET lock_timeout = '3s';
ALTER ROLE wijkteam_report SET idle_in_transaction_session_timeout = '30s';
