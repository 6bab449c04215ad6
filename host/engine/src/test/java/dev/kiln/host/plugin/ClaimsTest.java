package dev.kiln.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginReport.HookLine;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.CliOutput;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands, panels and the order of extensions of several plugins. */
class ClaimsTest {
  @TempDir private Path temp;
  private TestingPlugins plugins;

  @BeforeEach
  void plugins() {
    plugins = new TestingPlugins(temp);
  }

  @Test
  void commandOfTwoPluginsIsListedOnceAndRunByItsHolder() throws Exception {
    command("one", "return 3;").dropInto(plugins.jars(), "one.jar");
    command("two", "return 4;").dropInto(plugins.jars(), "two.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      PluginContributions services = runtime.services();
      assertThat(services.commands())
          .containsExactly(
              new Contribution<>(
                  "one", new CommandIndex("count", "Count", List.of("FILE"), List.of())));
      assertThat(services.run("count", new Call("words.txt"))).hasValue(3);
      assertThat(services.run("other", new Call())).isEmpty();
      assertThatThrownBy(() -> services.run("count", new Call()))
          .isInstanceOf(BadRequest.class)
          .hasMessage("kiln count takes FILE, found 0");
    }
  }

  @Test
  void aKeyOfInfotextsIsReadByThePluginWhoseIdComesFirst() throws Exception {
    for (String id : List.of("two", "one")) {
      command(id, id, "{}", "return 0;")
          .source(
              "demo.Options",
              """
              package demo;
              import dev.kiln.spi.index.*;
              @PluginOptions
              public record Options(
                  @Option(label = "", defaultValue = "1", infotext = "Key") int size) {}
              """)
          .dropInto(plugins.jars(), id + ".jar");
    }
    try (PluginRuntime runtime = plugins.runtime()) {
      Map<String, String> keys = new HashMap<>(Map.of("Key", "3", "Other", "x"));
      assertThat(runtime.services().fromInfotext(keys, warning -> {}))
          .isEqualTo(Map.of("one", Map.of("size", 3.0)));
      assertThat(keys).containsOnlyKeys("Other");
      assertThat(runtime.report().conflicts())
          .containsExactly(
              new Conflict(
                  "infotext key",
                  "Key",
                  List.of("one", "two"),
                  "one",
                  "its id comes first; disable one of the two"));
    }
  }

  @Test
  void lastParameterMayBeLeftOutOrRepeated() throws Exception {
    command("one", "count", "{\"FILE\", \"[WORD...]\"}").dropInto(plugins.jars(), "one.jar");
    command("two", "show", "\"[FILE]\"").dropInto(plugins.jars(), "two.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      PluginContributions services = runtime.services();
      assertThat(services.run("count", new Call("a"))).hasValue(1);
      assertThat(services.run("count", new Call("a", "b", "c"))).hasValue(3);
      assertThat(services.run("show", new Call())).hasValue(0);
      assertThat(services.run("show", new Call("a"))).hasValue(1);
      assertThatThrownBy(() -> services.run("count", new Call()))
          .hasMessage("kiln count takes FILE [WORD...], found 0");
      assertThatThrownBy(() -> services.run("show", new Call("a", "b")))
          .hasMessage("kiln show takes [FILE], found 2");
    }
  }

  @Test
  void commandThatFailsNamesItsPlugin() {
    command("one", "throw new java.io.IOException(\"disk full\");")
        .dropInto(plugins.jars(), "one.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThatThrownBy(() -> runtime.services().run("count", new Call("words.txt")))
          .isInstanceOf(PluginProblem.class)
          .hasMessage("plugin 'one' failed in command count: disk full");
    }
  }

  @Test
  void userErrorOfACommandKeepsItsMessage() {
    command("one", "throw new dev.kiln.spi.BadRequest(\"no such file\");")
        .dropInto(plugins.jars(), "one.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThatThrownBy(() -> runtime.services().run("count", new Call("words.txt")))
          .isInstanceOf(BadRequest.class)
          .hasMessage("no such file");
    }
  }

  @Test
  void panelThatFailsShowsItsMessageInItsPlace() {
    panel("bad", "", "throw new IllegalStateException(\"a < b\");")
        .dropInto(plugins.jars(), "bad.jar");
    panel(
            "good",
            "public String script() { return \"export default 1\"; }",
            "return \"<b>hi</b>\";")
        .dropInto(plugins.jars(), "good.jar");
    panel(
            "worse",
            "static { if (true) throw new IllegalStateException(\"never\"); }",
            "return \"\";")
        .dropInto(plugins.jars(), "worse.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThat(runtime.services().panels())
          .containsExactly(
              new PanelView("bad", "bad", "This panel failed: a &lt; b", ""),
              new PanelView("good", "Title", "<b>hi</b>", "export default 1"),
              new PanelView(
                  "worse",
                  "worse",
                  "This panel failed: plugin 'worse' cannot be used: it failed to start: never",
                  ""));
    }
  }

  @Test
  void orderOfExtensionsIsResolvedAndACircleReported() {
    ordered("a", "@HookOrder(after = \"b\")").dropInto(plugins.jars(), "a.jar");
    ordered("b", "@HookOrder(after = \"a\")").dropInto(plugins.jars(), "b.jar");
    ordered("c", "@HookOrder(phase = HookOrder.Phase.EARLY)").dropInto(plugins.jars(), "c.jar");
    ordered("d", "@HookOrder(before = {\"a\", \"nobody\"})").dropInto(plugins.jars(), "d.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThat(runtime.report().hooks())
          .containsExactly(new HookLine("Panel", List.of("c", "d", "a", "b")));
      assertThat(runtime.report().conflicts())
          .containsExactly(
              new Conflict(
                  "order",
                  "Panel",
                  List.of("a", "b"),
                  "a",
                  "before and after form a circle: a -> b -> a; the id that comes first goes"
                      + " first"));
    }
  }

  /** For an option, to prefer an optimizer, or by itself: all stand on one command line. */
  @Test
  void flagOfTwoPluginsIsThatOfTheFirstAndTheOtherIsReported() {
    PluginJar.of("apt", "1.0.0")
        .source("demo.Apt", OPTIMIZER.formatted("apt", "--fast"))
        .dropInto(plugins.jars(), "apt.jar");
    plugins
        .hook("bold", "x")
        .source(
            "demo.Options",
            """
            package demo;
            import dev.kiln.spi.index.*;
            @PluginOptions
            public record Options(
              @Option(label = "Fast", defaultValue = "false", flags = {"--fast", "--bold"}) boolean fast) {}
            """)
        .source("demo.Second", OPTIMIZER.formatted("bold", "--slow").replace("Apt", "Second"))
        .dropInto(plugins.jars(), "bold.jar");
    PluginJar.of("calm", "1.0.0")
        .source("demo.Apt", OPTIMIZER.formatted("calm", "--slow"))
        .dropInto(plugins.jars(), "calm.jar");
    String why = "its id comes first; disable one of the two";
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThat(runtime.report().conflicts())
          .containsExactly(
              new Conflict("flag", "--fast", List.of("apt", "bold"), "apt", why),
              new Conflict("flag", "--slow", List.of("bold", "calm"), "bold", why));
      PluginContributions services = runtime.services();
      assertThat(services.held("bold", List.of("--fast", "--bold", "--slow")))
          .containsExactly("--bold", "--slow");
      assertThat(services.held("calm", List.of("--slow"))).isEmpty();
    }
  }

  @Test
  void aNameThatNobodyOffersIsRefusedBeforeTheQueue() {
    PluginJar.of("apt", "1.0.0")
        .source("demo.Apt", OPTIMIZER.formatted("apt", "--fast"))
        .dropInto(plugins.jars(), "apt.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      for (String known : new String[] {"", "automatic", "none", "APT"}) {
        runtime.check(
            GenerationRequest.of("").attention(known).guidance("classifier-free").build());
      }
      assertThatThrownBy(() -> runtime.check(GenerationRequest.of("").attention("abt").build()))
          .isInstanceOf(BadRequest.class)
          .hasMessage("unknown attention optimizer \"abt\"; there are: apt, none and automatic");
      assertThatThrownBy(() -> runtime.check(GenerationRequest.of("").guidance("cgf").build()))
          .isInstanceOf(BadRequest.class)
          .hasMessage("unknown guidance \"cgf\"; there are: classifier-free");
    }
  }

  @Test
  void aSamplerWhoseScheduleIsNotThereIsItsPluginsFault() {
    PluginJar.of("apt", "1.0.0")
        .source(
            "demo.Mine",
            """
            package demo;
            import dev.kiln.spi.hook.SamplerProvider;
            import dev.kiln.spi.index.OffersSampler;
            import dev.kiln.spi.sampling.Sampler;
            @org.pf4j.Extension
            @OffersSampler(name = "Mine", schedule = "steep")
            public class Mine implements SamplerProvider {
              public Sampler create() { return run -> {}; }
            }
            """)
        .dropInto(plugins.jars(), "apt.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThatThrownBy(() -> runtime.check(GenerationRequest.of("").sampler("mine").build()))
          .isInstanceOf(PluginProblem.class)
          .hasMessage(
              "plugin 'apt' failed in sampler Mine: its schedule \"steep\" is not there; name a"
                  + " scheduler with it");
      runtime.check(GenerationRequest.of("").sampler("mine").scheduler("karras").build());
    }
  }

  private static final String OPTIMIZER =
      """
      package demo;
      import dev.kiln.spi.Support;
      import dev.kiln.spi.graph.*;
      import dev.kiln.spi.hook.AttentionOptimizer;
      import dev.kiln.spi.index.Offers;
      @org.pf4j.Extension
      @Offers(value = "%s", flags = "%s")
      public class Apt implements AttentionOptimizer {
        public Support supports(AttentionSite site, NetworkContext network) { return Support.no("never"); }
        public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) { return null; }
      }
      """;

  private static PluginJar ordered(String id, String order) {
    return panel(id, "", "return \"\";", order);
  }

  private static PluginJar panel(String id, String member, String html) {
    return panel(id, member, html, "");
  }

  private static PluginJar panel(String id, String member, String html, String annotation) {
    return PluginJar.of(id, "1.0.0")
        .source(
            "demo.OnePanel",
            """
            package demo;
            import dev.kiln.spi.HookOrder;
            @org.pf4j.Extension
            %s
            public class OnePanel implements dev.kiln.spi.hook.Panel {
              %s
              public String title() { return "Title"; }
              public String html() { %s }
            }
            """
                .formatted(annotation, member, html));
  }

  private static PluginJar command(String id, String body) {
    return command(id, "count", "\"FILE\"", body);
  }

  private static PluginJar command(String id, String name, String parameters) {
    return command(id, name, parameters, "return call.parameters().size();");
  }

  private static PluginJar command(String id, String name, String parameters, String body) {
    return PluginJar.of(id, "1.0.0")
        .source(
            "demo.Count",
            """
            package demo;
            import dev.kiln.spi.index.Command;
            @org.pf4j.Extension
            @Command(name = "%s", summary = "Count", parameters = %s)
            public class Count implements dev.kiln.spi.hook.CliContribution {
              public int run(dev.kiln.spi.host.CliCall call) throws Exception { %s }
            }
            """
                .formatted(name, parameters, body));
  }

  private record Call(List<String> parameters) implements CliCall {
    Call(String... parameters) {
      this(new ArrayList<>(List.of(parameters)));
    }

    @Override
    public <T extends Record> T options(Class<T> type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CliOutput output(Path file) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InputStream input() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void print(String line) {}

    @Override
    public void say(String line) {}
  }
}
