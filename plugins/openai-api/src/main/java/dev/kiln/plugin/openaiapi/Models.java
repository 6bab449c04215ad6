package dev.kiln.plugin.openaiapi;

import dev.kiln.spi.host.HostState;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The host's models by name. Programs that are made for OpenAI name its models, too. */
@Singleton
final class Models {
  private final HostState host;

  @Inject
  Models(HostState host) {
    this.host = host;
  }

  List<String> all() {
    return host.models();
  }

  /** The one that is called so, in any case of letters. */
  Optional<String> called(String name) {
    return host.models().stream().filter(name::equalsIgnoreCase).findFirst();
  }

  /** The one of requests that name none; empty where there is none. */
  String current() {
    return host.model();
  }
}
