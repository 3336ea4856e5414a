-- After roles.sql, in a container only: there the roles come over a network, and each has a password of its own.
\set site `cat /run/secrets/database-site`
\set owner `cat /run/secrets/database-owner`
ALTER ROLE intake PASSWORD :'site';
ALTER ROLE "intake-owner" PASSWORD :'owner';
