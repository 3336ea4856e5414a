-- Two roles, so that whoever gets hold of the site's can't take the guards off the tables:
-- intake-owner makes and changes tables, intake reads and writes rows.
-- As the server's administrator:  psql -f deploy/roles.sql
CREATE ROLE "intake-owner" LOGIN;
CREATE ROLE intake LOGIN;
CREATE DATABASE intake OWNER "intake-owner" ENCODING 'UTF8' TEMPLATE template0;
\connect intake
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO "intake-owner";
GRANT USAGE ON SCHEMA public TO intake;
ALTER DEFAULT PRIVILEGES FOR ROLE "intake-owner" IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO intake;
ALTER DEFAULT PRIVILEGES FOR ROLE "intake-owner" IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO intake;
