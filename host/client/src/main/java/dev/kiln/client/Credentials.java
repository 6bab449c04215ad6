package dev.kiln.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiln.api.KilnException;
import dev.kiln.api.KilnException.Reason;
import java.util.Base64;
import java.util.Objects;

/** What opens a host, as the value of the header {@code Authorization}. Errors do not show it. */
final class Credentials {
  private Credentials() {}

  static String key(String key) {
    Objects.requireNonNull(key, "the API key is null; leave the call out where there is none");
    // A file that keys are read from ends with a line break.
    if (!key.matches("[!-~]+")) {
      throw new KilnException(
          Reason.BAD_REQUEST,
          key.isEmpty()
              ? "the API key is empty; leave the call out where there is none"
              : "the API key has a space, a line break or a letter beyond ASCII; strip it, or"
                  + " correct it");
    }
    return "Bearer " + key;
  }

  static String user(String name, String password) {
    Objects.requireNonNull(name, "the user's name is null; leave the call out where there is none");
    Objects.requireNonNull(password, "the user's password is null; give an empty one for none");
    if (name.contains(":")) {
      throw new KilnException(
          Reason.BAD_REQUEST,
          "the user's name has a colon, at which it would end; give the password by itself");
    }
    byte[] both = (name + ":" + password).getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }
}
