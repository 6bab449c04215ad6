package dev.kiln.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.host.Previews;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins whose beans are made without a container. */
class SingletonBeansTest {
  private static final String HOOK =
      """
      package demo;
      import dev.kiln.spi.generate.PassContext;
      import dev.kiln.spi.hook.*;
      import java.util.Optional;
      @org.pf4j.Extension
      public class Hook implements DenoiseHook {
        private final Store store;
        @jakarta.inject.Inject Hook(Store store, Other other) {
          this.store = store;
          if (store != other.store) { throw new IllegalStateException("two stores"); }
        }
        public Optional<DenoiseInterceptor> open(PassContext pass) { return Optional.empty(); }
        @Override public String toString() { store.tell(); return "hook"; }
      }
      """;
  private static final String STORE =
      """
      package demo;
      import dev.kiln.spi.host.Previews;
      import jakarta.inject.*;
      @Singleton
      class Store {
        private final Previews previews;
        @Inject Store(Previews previews) { this.previews = previews; }
        void tell() { previews.publish("told", dev.kiln.spi.tensor.Tensor.zeros(1)); }
      }
      """;
  private static final String OTHER =
      """
      package demo;
      import jakarta.inject.*;
      @Singleton
      class Other { final Store store; @Inject Other(Store store) { this.store = store; } }
      """;

  @TempDir private Path temp;
  private final List<String> published = new ArrayList<>();
  private TestingPlugins plugins;

  @BeforeEach
  void plugins() {
    plugins = new TestingPlugins(temp);
  }

  private static PluginJar jar(String id) {
    return PluginJar.of(id, "1.0.0")
        .source("demo.Hook", HOOK)
        .source("demo.Store", STORE)
        .source("demo.Other", OTHER)
        .source(
            "demo.Options",
            "package demo; @dev.kiln.spi.index.PluginOptions public record Options() {}");
  }

  private Map<Class<?>, Object> previews() {
    return Map.of(
        Previews.class,
        new Previews() {
          @Override
          public boolean wanted() {
            return true;
          }

          @Override
          public void publish(String job, Tensor picture) {
            published.add(job);
          }
        });
  }

  private static GenerationRequest asking(String id) {
    return GenerationRequest.of("").plugin(id, Map.of()).build();
  }

  private static boolean hasContainer(String id) {
    return WeldContainer.getRunningContainerIds().stream().anyMatch(it -> it.contains(id + "_"));
  }

  @Test
  void eachIsMadeOnceOfServicesAndOthersAndNoContainerBoots() {
    jar("simple-beans").dropInto(plugins.jars(), "simple.jar");
    try (PluginRuntime runtime = plugins.runtime(previews());
        Hooks hooks = runtime.open(asking("simple-beans"))) {
      assertThat(hooks.of(DenoiseHook.class).get(0).extension()).hasToString("hook");
      assertThat(published).containsExactly("told");
      assertThat(hasContainer("simple-beans")).isFalse();
    }
  }

  @Test
  void whatObservesIsMadeByAContainer() {
    plugins.hook("observing-beans", "observing").dropInto(plugins.jars(), "observing.jar");
    try (PluginRuntime runtime = plugins.runtime();
        Hooks hooks = runtime.open(asking("observing-beans"))) {
      assertThat(hooks.of(DenoiseHook.class)).hasSize(1);
      assertThat(hasContainer("observing-beans")).isTrue();
    }
  }

  /** A service that this host has not is missed in the words of the container. */
  @Test
  void aMissingServiceIsNamed() {
    jar("needy-beans").dropInto(plugins.jars(), "needy.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThatThrownBy(() -> runtime.open(asking("needy-beans")))
          .isInstanceOf(BadRequest.class)
          .hasMessageContaining("it failed to start: WELD-001408")
          .hasMessageContaining("Previews");
    }
  }

  @Test
  void beansThatNeedEachOtherAreRefused() {
    jar("round-beans")
        .source(
            "demo.Store",
            "package demo; @jakarta.inject.Singleton class Store {"
                + " @jakarta.inject.Inject Store(Other other) {} void tell() {} }")
        .dropInto(plugins.jars(), "round.jar");
    try (PluginRuntime runtime = plugins.runtime(previews())) {
      assertThatThrownBy(() -> runtime.open(asking("round-beans")))
          .hasMessageContaining("demo.Store needs itself to be made");
    }
  }
}
