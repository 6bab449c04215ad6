package dev.kiln.host.plugin;

import static dev.kiln.host.plugin.TestingPlugins.line;
import static dev.kiln.host.plugin.TestingPlugins.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.DenoiseHook;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that build on others: "user" takes its text from a class of "base". */
class PluginDependenciesTest {
  @TempDir private java.nio.file.Path temp;
  private TestingPlugins plugins;

  @BeforeEach
  void plugins() {
    plugins = new TestingPlugins(temp);
  }

  @Test
  void classesOfADependencyAreSeen() {
    base("one").dropInto(plugins.jars(), "z-base.jar");
    user("base@>=1.0.0 & <2.0.0").dropInto(plugins.jars(), "a-user.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThat(text(runtime)).isEqualTo("user of one");
      assertThat(line(runtime, "base").state()).isEqualTo(JarState.AWAKE);
    }
  }

  @Test
  void replacedDependencyReachesItsUserAndRunningRequestsKeepTheOldOne() {
    base("one").dropInto(plugins.jars(), "base.jar");
    user("base").dropInto(plugins.jars(), "user.jar");
    try (PluginRuntime runtime = plugins.runtime();
        Hooks running = runtime.open(request("user", Map.of()))) {
      base("two").dropInto(plugins.jars(), "base.jar");
      runtime.refresh();
      assertThat(text(runtime)).isEqualTo("user of two");
      assertThat(text(running)).isEqualTo("user of one");
    }
  }

  @Test
  void pluginWhoseDependencyGoesFailsUntilItIsBack() throws IOException {
    base("one").dropInto(plugins.jars(), "base.jar");
    user("base").dropInto(plugins.jars(), "user.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      runtime.enable("base", false);
      assertThat(line(runtime, "user").state()).isEqualTo(JarState.FAILED);
      assertThat(line(runtime, "user").reason())
          .isEqualTo(
              "it needs the plugin 'base' *, which does not run here; put its jar into the same"
                  + " folder and enable it");
      runtime.enable("base", true);
      assertThat(text(runtime)).isEqualTo("user of one");
      Files.delete(plugins.jars().resolve("base.jar"));
      runtime.refresh();
      assertThat(line(runtime, "user").state()).isEqualTo(JarState.FAILED);
    }
  }

  @Test
  void optionalDependencyMayBeAbsent() {
    plugins
        .hook("free", "free")
        .manifest("Plugin-Dependencies", "base?@>=1.0.0")
        .dropInto(plugins.jars(), "free.jar");
    try (PluginRuntime runtime = plugins.runtime();
        Hooks hooks = runtime.open(request("free", Map.of()))) {
      assertThat(text(hooks)).isEqualTo("free");
    }
  }

  @Test
  void dependencyThatCannotStartIsNamedByItsUser() {
    base("one")
        .source(
            "base.Broken",
            """
            package base;
            import dev.kiln.spi.hook.Panel;
            @org.pf4j.Extension
            public class Broken implements Panel {
              public Broken() { throw new IllegalStateException("out of order"); }
              public String title() { return ""; }
              public String html() { return ""; }
            }
            """)
        .dropInto(plugins.jars(), "base.jar");
    user("base").dropInto(plugins.jars(), "user.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThatThrownBy(() -> runtime.open(request("user", Map.of())))
          .isInstanceOf(BadRequest.class)
          .hasMessage(
              "plugin 'user' cannot be used: it needs the plugin 'base': it failed to start: out of"
                  + " order");
    }
  }

  @Test
  void circleFailsItsMembersAndThoseBehindThem() {
    plugins.hook("good", "good").dropInto(plugins.jars(), "good.jar");
    needing("a", "b").dropInto(plugins.jars(), "a.jar");
    needing("b", "c").dropInto(plugins.jars(), "b.jar");
    needing("c", "b").dropInto(plugins.jars(), "c.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      String circle = "the Plugin-Dependencies of b, c form a circle; take one of them out";
      assertThat(line(runtime, "b").reason()).isEqualTo(circle);
      assertThat(line(runtime, "c").reason()).isEqualTo(circle);
      assertThat(line(runtime, "a").reason())
          .isEqualTo(
              "it needs the plugin 'b' *, which does not run here; put its jar into the same folder"
                  + " and enable it");
      assertThat(line(runtime, "good").state()).isEqualTo(JarState.IDLE);
    }
  }

  @Test
  void dependencyThatIsNoRangeIsRefused() {
    for (String wrong : new String[] {"base@banana", "@1.0.0", "Base", "base@"}) {
      needing("a", wrong).dropInto(plugins.jars(), "a.jar");
      try (PluginRuntime runtime = plugins.runtime()) {
        assertThat(line(runtime, "a").reason())
            .isEqualTo(
                "its Plugin-Dependencies name \""
                    + wrong
                    + "\"; each must be a plugin id with a version range, like other@>=1.0.0");
      }
    }
  }

  private PluginJar needing(String id, String dependencies) {
    return plugins.hook(id, id).manifest("Plugin-Dependencies", dependencies);
  }

  private static String text(PluginRuntime runtime) {
    try (Hooks hooks = runtime.open(request("user", Map.of()))) {
      return text(hooks);
    }
  }

  private static String text(Hooks hooks) {
    return hooks.of(DenoiseHook.class).get(0).extension().toString();
  }

  private static PluginJar base(String name) {
    return PluginJar.of("base", "1.0.0").source("base.Base", BASE.replace("NAME", name));
  }

  private static final String BASE =
      """
      package base;
      import dev.kiln.spi.hook.Panel;
      @org.pf4j.Extension
      public class Base implements Panel {
        public static String name() { return "NAME"; }
        public String title() { return ""; }
        public String html() { return ""; }
      }
      """;

  /** Compiled against a class that its jar does not have. */
  private static PluginJar user(String dependencies) {
    return PluginJar.of("user", "1.0.0")
        .manifest("Plugin-Dependencies", dependencies)
        .source("base.Base", BASE)
        .file("base/Base.class", new byte[0])
        .file(
            "META-INF/kiln/index.json",
            """
            {"extensions":[{"type":"demo.User","hooks":["DenoiseHook"],"phase":"NORMAL",
            "before":[],"after":[],"wake":"OPTION","offers":[],"rank":0,"flags":[],"routes":[],"commands":[],"cliFlags":[]}],
            "options":[{"type":"demo.Options","scope":"REQUEST","script":"","scriptAliases":[],
            "fields":[]}]}
            """
                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .source(
            "demo.User",
            """
            package demo;
            import dev.kiln.spi.generate.PassContext;
            import dev.kiln.spi.hook.*;
            import java.util.Optional;
            @org.pf4j.Extension
            public class User implements DenoiseHook {
              public Optional<DenoiseInterceptor> open(PassContext pass) { return Optional.empty(); }
              @Override public String toString() { return "user of " + base.Base.name(); }
            }
            """)
        .source(
            "demo.Options",
            "package demo; @dev.kiln.spi.index.PluginOptions public record Options() {}");
  }
}
