package dev.kiln.host.plugin;

import dev.kiln.host.testing.PluginJar;

/** Source text of plugins for the runtime's tests. */
final class EchoPlugin {
  private EchoPlugin() {}

  /**
   * A plugin with a hook, a private bean, an observer and options; its hook is called {@code name}.
   */
  static PluginJar named(String id, String version, String name) {
    return PluginJar.of(id, version)
        .source(
            "demo.Echo",
            """
            package demo;
            import dev.kiln.spi.event.*;
            import dev.kiln.spi.generate.PassContext;
            import dev.kiln.spi.hook.*;
            import dev.kiln.spi.host.Previews;
            import dev.kiln.spi.tensor.Tensor;
            import jakarta.enterprise.context.ApplicationScoped;
            import jakarta.enterprise.event.Observes;
            import jakarta.inject.*;
            import java.util.Optional;
            @org.pf4j.Extension
            @Singleton
            public class Echo implements DenoiseHook {
              private final Memory memory;
              private final Previews previews;
              @Inject Echo(Memory memory, Previews previews) { this.memory = memory; this.previews = previews; }
              public Optional<DenoiseInterceptor> open(PassContext pass) { return Optional.empty(); }
              void ended(@Observes GenerationEnded event) { previews.publish(memory.name() + " saw " + event.job(), Tensor.zeros(1)); }
              @Override public String toString() { return memory.name(); }
            }
            """)
        .source(
            "demo.Memory",
            """
            package demo;
            @jakarta.enterprise.context.ApplicationScoped
            public class Memory { public String name() { return "NAME"; } }
            """
                .replace("NAME", name))
        .source(
            "demo.Options",
            """
            package demo;
            import dev.kiln.spi.index.*;
            @PluginOptions
            public record Options(
              @Option(label = "Threshold", defaultValue = "0.1", min = 0, max = 1) double threshold,
              @Option(label = "On", defaultValue = "true") boolean on) {}
            """);
  }

  static PluginJar throwing(String id) {
    return PluginJar.of(id, "1.0.0")
        .source(
            "demo.Angry",
            """
            package demo;
            import dev.kiln.spi.generate.PassContext;
            import dev.kiln.spi.hook.*;
            import java.util.Optional;
            @org.pf4j.Extension
            @jakarta.inject.Singleton
            public class Angry implements DenoiseHook {
              public Angry() { throw new IllegalStateException("no temper today"); }
              public Optional<DenoiseInterceptor> open(PassContext pass) { return Optional.empty(); }
            }
            """)
        .source(
            "demo.Options",
            """
            package demo;
            @dev.kiln.spi.index.PluginOptions
            public record Options() {}
            """);
  }
}
