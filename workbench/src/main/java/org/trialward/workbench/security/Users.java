package org.trialward.workbench.security;

import java.security.SecureRandom;
import java.sql.Timestamp;
import java.util.Base64;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.settings.SiteClock;

/** The people who may log in. There is no default user and no default password. */
public class Users implements UserDetailsService {
  private static final int PASSWORD_BYTES = 15;
  private static final String ENGINE = "engine";

  private final JdbcClient jdbc;
  private final PasswordEncoder encoder;
  private final AuditLog audit;
  private final SiteClock clock;
  private final SecureRandom random = new SecureRandom();

  public Users(JdbcClient jdbc, PasswordEncoder encoder, AuditLog audit, SiteClock clock) {
    this.jdbc = jdbc;
    this.encoder = encoder;
    this.audit = audit;
    this.clock = clock;
  }

  private record Row(String name, String password, Role role) {}

  @Override
  public UserDetails loadUserByUsername(String name) {
    return jdbc.sql("select name, password, role from app_user where name = :name")
        .param("name", name)
        .query(Row.class)
        .optional()
        .map(row ->
            User.withUsername(row.name()).password(row.password()).roles(row.role().name()).build())
        .orElseThrow(() -> new UsernameNotFoundException("No such user."));
  }

  /**
   * Adds a user or gives an existing one a new role and password; returns the password, which is
   * stored nowhere.
   */
  @Transactional
  public String admit(String name, Role role, String byWhom) {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    admit(name, role, password, byWhom);
    return password;
  }

  @Transactional
  public void admit(String name, Role role, String password, String byWhom) {
    if (!name.matches("[A-Za-z0-9._@-]{1,64}")) {
      throw new IllegalArgumentException(
          "A user name has letters, digits, `.`, `_`, `@` and `-`, at most 64; got `%s`."
              .formatted(name));
    }
    if (name.equals(ENGINE)) {
      throw new IllegalArgumentException(
          "Nobody can be called `engine`: the audit calls the program so.");
    }
    if (password.length() < 12) {
      throw new IllegalArgumentException("A password has at least 12 characters.");
    }
    jdbc.sql(
            """
            insert into app_user (name, password, role, created_at) values (:name, :password, :role, :now)
            on conflict (name) do update set password = excluded.password, role = excluded.role
            """)
        .param("name", name)
        .param("password", encoder.encode(password))
        .param("role", role.name())
        .param("now", Timestamp.from(clock.now()))
        .update();
    // Whoever is logged in by the old password, or with the old role, is not any more.
    endLogIns(name);
    audit.append(byWhom, AuditAction.USER_CHANGED, name, "role " + role);
  }

  /** Lets a user in no more, from now on; what they did stays under their name. */
  @Transactional
  public void remove(String name, String byWhom) {
    int gone = jdbc.sql("delete from app_user where name = :name").param("name", name).update();
    if (gone == 0) {
      throw new IllegalArgumentException("There is no user `%s`.".formatted(name));
    }
    endLogIns(name);
    audit.append(byWhom, AuditAction.USER_CHANGED, name, "removed");
  }

  private void endLogIns(String name) {
    jdbc.sql("delete from spring_session where principal_name = :name")
        .param("name", name)
        .update();
  }

  public List<String> names() {
    return jdbc.sql("select name || ' (' || lower(role) || ')' from app_user order by name")
        .query(Rows.text())
        .list();
  }

  boolean isThere(String name) {
    return jdbc.sql("select exists (select 1 from app_user where name = :name)")
        .param("name", name)
        .query(Boolean.class)
        .single();
  }

  public boolean isEmpty() {
    return jdbc.sql("select not exists (select 1 from app_user)").query(Boolean.class).single();
  }
}
