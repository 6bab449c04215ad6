package dev.kiln.host.app;

import dev.kiln.host.request.RequestFields;
import java.util.List;
import java.util.stream.Stream;

/**
 * The host's own flags by name alone, so that a command that lists plugins can report a conflict
 * without making all other commands. Those have the same; a test compares them.
 */
final class HostFlags {
  /** Of every command, those of plugins too. */
  static final List<String> EVERYWHERE =
      List.of(
          "-h",
          "--help",
          "--home",
          "--models",
          "--plugins",
          "--safe-mode",
          "--fast-load",
          "--resident-models",
          "--model-memory",
          "--resident-networks",
          "--weights-cache",
          "--attention-memory");

  /** Those of {@code txt2img}, {@code img2img} and {@code serve} that are no field of a request. */
  private static final List<String> OF_COMMANDS =
      List.of(
          "--with",
          "--size",
          "-o",
          "--format",
          "--quality",
          "--json",
          "--prompt-file",
          "--like",
          "--mask",
          "--mask-blur",
          "--port",
          "--listen",
          "--queue",
          "--grace",
          "--model",
          "--vae",
          "--attention",
          "--measure-time",
          "--measure-memory",
          "--measure-size",
          "--allow-host",
          "--cors-allow-origins",
          "--cors-allow-origins-regex",
          "--api-auth",
          "--api-key",
          "--tls-certfile",
          "--tls-keyfile",
          "--api-server-stop",
          "--job-store",
          "--job-store-size",
          "--no-job-store");

  private HostFlags() {}

  /** All of the commands to which plugins add flags. */
  static List<String> all() {
    Stream<String> fields =
        RequestFields.ALL.stream().flatMap(field -> field.flag().names().stream());
    return Stream.of(EVERYWHERE.stream(), OF_COMMANDS.stream(), fields)
        .flatMap(flags -> flags)
        .distinct()
        .toList();
  }
}
