package dev.kiln.host.plugin;

import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.testing.PluginJar;
import java.nio.file.Path;
import java.util.Map;

/** Plugins in source, and a runtime over a folder of them. */
final class TestingPlugins {
  private final Path temp;

  TestingPlugins(Path temp) {
    this.temp = temp;
  }

  Path jars() {
    return temp.resolve("plugins");
  }

  Path home() {
    return temp.resolve("home");
  }

  PluginRuntime runtime() {
    return runtime(Map.of());
  }

  PluginRuntime runtime(Map<Class<?>, Object> services) {
    return new PluginRuntime(
        new RuntimeSettings(jars(), home(), false, "0.1.0", HostPlaces.NONE), services);
  }

  /**
   * A plugin whose hook's text is {@code name}, with options, {@code size} of 0 to 9 among them,
   * and a setting {@code place}; its observer of the end of a generation counts in the system
   * property {@code kiln.test.<name>}.
   */
  PluginJar hook(String id, String name) {
    return PluginJar.of(id, "1.0.0")
        .source(
            "demo.Hook",
            """
            package demo;
            import dev.kiln.spi.event.GenerationEnded;
            import dev.kiln.spi.generate.PassContext;
            import dev.kiln.spi.hook.*;
            import jakarta.enterprise.event.Observes;
            import java.util.Optional;
            @org.pf4j.Extension
            public class Hook implements DenoiseHook {
              public Optional<DenoiseInterceptor> open(PassContext pass) { return Optional.empty(); }
              void ended(@Observes GenerationEnded event) {
                System.setProperty("kiln.test.NAME", event.job());
              }
              @Override public String toString() { return Late.NAME; }
            }
            """
                .replace("NAME", name)
                .replace("Late." + name, "Late.NAME"))
        // Not loaded before it is asked for: a jar that is gone by then must not matter.
        .source(
            "demo.Late",
            "package demo; final class Late { static final String NAME = new String(\"NAME\"); }"
                .replace("\"NAME\"", "\"" + name + "\""))
        .source("demo.Options", OPTIONS)
        .source("demo.Places", PLACES);
  }

  private static final String OPTIONS =
      """
      package demo;
      import dev.kiln.spi.index.*;
      import java.util.List;
      @PluginOptions
      public record Options(
        @Option(label = "Size", defaultValue = "3", min = 0, max = 9) int size,
        @Option(label = "Name", defaultValue = "none") String name,
        @Option(label = "Parts", defaultValue = "[]") List<Object> parts) {}
      """;

  private static final String PLACES =
      """
      package demo;
      import dev.kiln.spi.index.*;
      @PluginOptions(scope = PluginOptions.Scope.SETTINGS)
      public record Places(@Option(label = "Place", defaultValue = "here") String place) {}
      """;

  /** A request with options for one plugin. */
  static GenerationRequest request(String plugin, Map<String, Object> options) {
    return GenerationRequest.of("").plugin(plugin, options).build();
  }

  static PluginLine line(PluginRuntime runtime, String id) {
    return runtime.report().plugins().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
