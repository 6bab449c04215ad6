package dev.kiln.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.testing.PluginJar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which beans a host may make by their constructors. */
class SingletonsIndexTest {
  private static final String PANEL =
      """
      public String title() { return ""; }
      public String html() { return ""; }
      """;

  private static final String IMPORTS =
      """
      package demo;
      import dev.kiln.spi.WakeOn;
      import dev.kiln.spi.hook.*;
      import dev.kiln.spi.host.*;
      import jakarta.inject.*;
      """;

  @TempDir private Path folder;

  private List<String> singletons(String body) throws IOException, DroppedJar.Unusable {
    Path jar =
        PluginJar.of("beans", "1.0.0")
            .source("demo.Shown", IMPORTS + body)
            .dropInto(folder, "beans.jar");
    return PluginIndex.read(new ByteArrayInputStream(DroppedJar.index(jar))).singletons();
  }

  @Test
  void singletonsThatWantServicesAndEachOtherAreListed() throws IOException, DroppedJar.Unusable {
    assertThat(
            singletons(
                """
                abstract class Base { %s }
                @org.pf4j.Extension @WakeOn(WakeOn.Wake.SERVER) class Shown extends Base implements Panel {
                  @Inject Shown(Store store, PluginHome home) {}
                }
                @Singleton class Store { @Inject Store(PluginHome home, Outer.Inner inner) {} }
                class Outer { @Singleton static class Inner {} }
                class NoBean { NoBean(String word) {} }
                """
                    .formatted(PANEL)))
        .containsExactly("demo.Outer$Inner", "demo.Shown", "demo.Store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@jakarta.enterprise.context.ApplicationScoped class Other {}",
        "@jakarta.enterprise.context.Dependent class Other {}",
        "@jakarta.interceptor.Interceptor class Other {}",
        "@Singleton class Other { @Inject PluginHome home; }",
        "@Singleton class Other { @Inject void home(PluginHome home) {} }",
        "@Singleton class Other { @Inject Other(Runnable unknown) {} }",
        "@Singleton class Other { @Inject Other(Provider<PluginHome> later) {} }",
        "@Singleton class Other { @Inject Other(@Named(\"one\") PluginHome home) {} }",
        "@Singleton class Other { Other(PluginHome home) {} }",
        "@Singleton class Other { Other() {} Other(PluginHome home) {} }",
        "@Singleton class Other extends Thread {}",
        "@Singleton class Other { void hear(@jakarta.enterprise.event.Observes Object event) {} }",
        "@Singleton class Other { @jakarta.annotation.PostConstruct void begin() {} }",
        "@Singleton class Other { @jakarta.enterprise.inject.Produces int number() { return 1; } }",
        "@Singleton @Mine class Other {} @Qualifier @interface Mine {}",
        "class Parent { @Inject PluginHome home; }",
      })
  void whatUsesMoreOfCdiNeedsAContainer(String other) throws IOException, DroppedJar.Unusable {
    assertThat(
            singletons(
                "@org.pf4j.Extension class Shown implements Panel { " + PANEL + " }\n" + other))
        .isEmpty();
  }
}
