package org.trialward.ctms.screeninglog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.trialward.rules.match.CandidateKey;

/** The site's secret that turns a candidate into a pseudonym nobody else can compute. */
final class PseudonymKey {
  private static final int SECRET_BYTES = 32;
  private static final int PSEUDONYM_HEX = 32;
  private static final String MAC = "HmacSHA256";

  private final SecretKeySpec secret;

  private PseudonymKey(byte[] secret) {
    this.secret = new SecretKeySpec(secret, MAC);
  }

  /** Reads the secret or, on first use, makes it. Of two processes that do, one wins. */
  static PseudonymKey in(Path file) throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      create(file);
    }
    byte[] secret = Files.readAllBytes(file);
    if (secret.length != SECRET_BYTES) {
      throw new IOException(
          "the secret `%s` has %d bytes instead of %d; restore it from the backup"
              .formatted(file.getFileName(), secret.length, SECRET_BYTES));
    }
    return new PseudonymKey(secret);
  }

  /** Written aside and linked into place whole, so that nobody ever reads half a secret. */
  private static void create(Path file) throws IOException {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    Path aside =
        Files.createTempFile(file.toAbsolutePath().getParent(), ".key", ".tmp", ownerOnly());
    try {
      try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(secret));
        channel.force(true);
      }
      placeUnlessThere(aside, file);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private static void placeUnlessThere(Path aside, Path file) throws IOException {
    try {
      Files.createLink(file, aside);
    } catch (FileAlreadyExistsException _) {
      return;
    } catch (UnsupportedOperationException | IOException _) {
      // No hard links on this share.
      if (Files.notExists(file)) {
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    Set<String> views = FileSystems.getDefault().supportedFileAttributeViews();
    return views.contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  String pseudonym(CandidateKey candidate) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(secret);
      byte[] digest =
          mac.doFinal(HexFormat.of().parseHex(candidate.identifier().toString().replace("-", "")));
      return HexFormat.of().formatHex(digest).substring(0, PSEUDONYM_HEX);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256.", e);
    }
  }
}
