package dev.kiln.spi.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexProcessorTest {
  private static final String ENDPOINT_METHOD =
      "public ApiResponse handle(ApiCall call) { return ApiResponse.ok(java.util.Map.of()); }";

  @TempDir private Path classes;
  private IndexedSource compiled;

  @BeforeEach
  void open() {
    compiled = new IndexedSource(classes);
  }

  @Test
  void extensionIsWrittenDownWithAllThatItDeclares() throws IOException {
    assertThat(
            errors(
                """
                @org.pf4j.Extension
                @HookOrder(phase = HookOrder.Phase.EARLY, before = {"a", "b"}, after = "c")
                @WakeOn(WakeOn.Wake.SERVER)
                @Route(method = "GET", path = "/kiln/v1/things", summary = "List \\"things\\"")
                @Route(method = "PUT", path = "/kiln/v1/things/{name}", summary = "Keep one",
                    query = Asked.class, body = Things.Sent.class, accepts = {"image/*", "a/b"}, parts = "file")
                @Command(name = "things", summary = "Count things", parameters = {"FILE", "N"})
                class Things implements HttpEndpoint, CliContribution {
                  record Sent() {}
                  %s
                  public int run(CliCall call) { return 0; }
                }
                record Asked(@Option(label = "On", defaultValue = "true", webui = "is_on") boolean on) {}
                """
                    .formatted(ENDPOINT_METHOD)))
        .isEmpty();
    assertThat(index())
        .isEqualToIgnoringNewLines(
            """
            {"extensions":[{"type":"demo.Things","hooks":["CliContribution","HttpEndpoint"],\
            "phase":"EARLY","before":["a","b"],"after":["c"],"wake":"SERVER","wakeFolders":[],"wakeModels":[],"wakePixels":0,"offers":[],"rank":0,"exact":true,"flags":[],\
            "sampler":null,"schedule":null,"preprocessor":null,\
            "routes":[{"method":"GET","path":"/kiln/v1/things","summary":"List \\"things\\"",\
            "takes":{"query":[],"body":[],"accepts":[],"parts":[]}},\
            {"method":"PUT","path":"/kiln/v1/things/{name}","summary":"Keep one",\
            "takes":{"query":[{"name":"on","type":"boolean","label":"On","help":"","defaultValue":true,\
            "min":null,"max":null,"step":null,"choices":[],"webui":["is_on"],"infotext":"","flags":[],"exact":null}],"body":[],\
            "accepts":["image/*","a/b"],"parts":["file"]}}],"errorForm":null,\
            "commands":[{"name":"things","summary":"Count things","parameters":["FILE","N"],"options":[]}],"cliFlags":[]}],\
            "options":[],"singletons":["demo.Things"]}
            """);
    assertThat(classes.resolve("META-INF/extensions.idx")).hasContent("demo.Things");
  }

  @Test
  void aFormOfErrorsIsWrittenDownAndIsForEndpointsAndAPathOfOnePart() throws IOException {
    String form =
        """
        @org.pf4j.Extension
        @ErrorForm(path = "%s", request = "{\\"e\\":\\"{detail}\\"}", server = "1", badRequest = 400)
        %s
        """;
    String route =
        "@Route(method = \"GET\", path = \"/v1/x\", summary = \"x\") class X implements HttpEndpoint {";
    assertThat(errors(form.formatted("/v1", route + ENDPOINT_METHOD + "}"))).isEmpty();
    assertThat(index())
        .contains(
            "\"errorForm\":{\"badRequest\":400,\"path\":\"/v1\",\"request\":\"{\\\"e\\\":\\\"{detail}\\\"}\",\"server\":\"1\"}");
    assertThat(errors(form.formatted("/", route + ENDPOINT_METHOD + "}")))
        .containsExactly(
            "@ErrorForm is for an HttpEndpoint and a path of one part like /v1, found \"/\"");
    assertThat(errors(form.formatted("/v1", "class X " + PANEL)))
        .containsExactly(
            "@ErrorForm is for an HttpEndpoint and a path of one part like /v1, found \"/v1\"");
  }

  @Test
  void hooksAreFoundThroughInterfacesAndBaseClasses() throws IOException {
    assertThat(
            errors(
                """
                interface Both extends Panel, HttpEndpoint {}
                abstract class Base implements Both { public String html() { return ""; } }
                @org.pf4j.Extension
                @Route(method = "GET", path = "/x", summary = "x")
                class Last extends Base {
                  public String title() { return ""; }
                  %s
                }
                """
                    .formatted(ENDPOINT_METHOD)))
        .isEmpty();
    assertThat(index()).contains("\"hooks\":[\"HttpEndpoint\",\"Panel\"]");
  }

  @Test
  void nestedExtensionHasItsBinaryName() throws IOException {
    assertThat(errors("class Outer { @org.pf4j.Extension static class Inner %s }".formatted(PANEL)))
        .isEmpty();
    assertThat(index()).contains("\"type\":\"demo.Outer$Inner\"");
  }

  @Test
  void optionsAreWrittenDownInTheOrderOfTheComponents() throws IOException {
    assertThat(
            errors(
                """
                enum Mode { ONE, TWO_SHOT }
                @PluginOptions(script = "My Script", scriptAliases = {"other", "my script m2m"})
                record Mine(
                  @Option(label = "On", defaultValue = "true") boolean on,
                  @Option(label = "Size", defaultValue = "4", min = 1, max = 8, webui = {"size", "my_size"}, flags = "--my-size") int size,
                  @Option(label = "Scale", defaultValue = "0.5", min = 0, step = 0.1, help = "How much.") double scale,
                  @Option(label = "Mode", defaultValue = "two-shot") Mode mode,
                  @Option(label = "Name", defaultValue = "") String name,
                  @Option(label = "Units", defaultValue = "[]", flags = "--unit") java.util.List<Object> units) {}
                """))
        .isEmpty();
    assertThat(index())
        .isEqualToIgnoringNewLines(
            """
            {"extensions":[],"options":[{"type":"demo.Mine","scope":"REQUEST","script":"My Script",\
            "scriptAliases":["other","my script m2m"],"infotext":[],"excludes":[],"presets":[],"fields":[\
            {"name":"on","type":"boolean","label":"On","help":"","defaultValue":true,"min":null,\
            "max":null,"step":null,"choices":[],"webui":[],"infotext":"","flags":[],"exact":null},\
            {"name":"size","type":"int","label":"Size","help":"","defaultValue":4,"min":1.0,\
            "max":8.0,"step":null,"choices":[],"webui":["size","my_size"],"infotext":"","flags":["--my-size"],"exact":null},\
            {"name":"scale","type":"double","label":"Scale","help":"How much.","defaultValue":0.5,"min":0.0,\
            "max":null,"step":0.1,"choices":[],"webui":[],"infotext":"","flags":[],"exact":null},\
            {"name":"mode","type":"choice","label":"Mode","help":"","defaultValue":"two-shot","min":null,\
            "max":null,"step":null,"choices":["one","two-shot"],"webui":[],"infotext":"","flags":[],"exact":null},\
            {"name":"name","type":"String","label":"Name","help":"","defaultValue":"","min":null,\
            "max":null,"step":null,"choices":[],"webui":[],"infotext":"","flags":[],"exact":null},\
            {"name":"units","type":"List","label":"Units","help":"","defaultValue":[],"min":null,\
            "max":null,"step":null,"choices":[],"webui":[],"infotext":"","flags":["--unit"],"exact":null}]}],"singletons":[]}
            """);
  }

  @Test
  void anApproximationSaysWhereItIsExactAndWhatItExcludes() throws IOException {
    assertThat(
            errors(
                """
                enum Way { ONE, OTHER_WAY }
                @PluginOptions(
                    excludes = @Excludes(plugin = "other", why = "both skip"),
                    presets = {"", "t=1, way=other-way"})
                record Knobs(
                  @Option(label = "T", defaultValue = "0.5", min = 0, max = 1, infotext = "T", exact = "0") double t,
                  @Option(label = "W", defaultValue = "one") Way way) {}
                """))
        .isEmpty();
    assertThat(index())
        .contains("\"exact\":0.0")
        .contains("\"why\":\"both skip\"")
        .contains("\"presets\":[{},{\"t\":1.0,\"way\":\"other-way\"}]");
  }

  @Test
  void samplersSchedulesAndPreprocessorsAreDescribedWhole() throws IOException {
    assertThat(
            errors(
                """
                @org.pf4j.Extension
                @OffersSampler(name = "Mine", aliases = {"k_mine", "m"}, schedule = "karras",
                    traits = dev.kiln.spi.sampling.SamplerInfo.Trait.USES_ENSD)
                @OffersSchedule(name = "steep", rho = 7)
                @OffersPreprocessor(name = "edges", tags = "Canny", priority = 3,
                    sliders = @OffersPreprocessor.Slider(
                        label = "Low", value = 3, min = 1, max = 10, step = 1))
                class Mine implements SamplerProvider, ScheduleProvider, ControlPreprocessor {
                  public dev.kiln.spi.sampling.Sampler create() { return null; }
                  public double[] sigmas(dev.kiln.spi.sampling.ScheduleCall call) { return null; }
                  public dev.kiln.spi.control.Preprocessed process(
                      dev.kiln.spi.control.PreprocessorCall call) { return null; }
                }
                """))
        .isEmpty();
    assertThat(index())
        .contains(
            """
            "sampler":{"aliases":["k_mine","m"],"name":"Mine","schedule":"karras","traits":["USES_ENSD"]},\
            "schedule":{"aliases":[],"label":"","name":"steep","needsTable":false,"rho":7.0},\
            "preprocessor":{"label":"","name":"edges","priority":3,"sliders":[\
            {"label":"Low","max":10.0,"min":1.0,"step":1.0,"value":3.0}],"tags":["Canny"],"traits":[]},""");
  }

  private static final String PANEL =
      "implements Panel { public String title() { return \"\"; }"
          + " public String html() { return \"\"; } }";
  private static final String FLAG =
      "implements CliFlag { public java.util.Map<String, Object> options(java.util.List<String> v)"
          + " { return java.util.Map.of(); } }";
  private static final String GUIDANCE =
      "implements GuidanceProvider { public dev.kiln.spi.Support supports("
          + "dev.kiln.spi.generate.PassContext pass) { return null; }"
          + " public Guidance open(dev.kiln.spi.generate.PassContext pass) { return null; } }";
  private static final String KEYS =
      "implements InfotextReader { public java.util.Map<String, Object> options("
          + "java.util.Map<String, String> v, java.util.function.Consumer<String> w) { return null; } }";

  private static final String PROMPTS =
      "implements PromptProcessor { public dev.kiln.spi.generate.Prompts process("
          + "dev.kiln.spi.generate.Prompts prompts, dev.kiln.spi.generate.RequestContext request)"
          + " { return prompts; } }";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @org.pf4j.Extension class X {}                                     | an @Extension implements at least one hook of dev.kiln.spi.hook
          @org.pf4j.Extension abstract class X implements Panel {}           | an @Extension is a class that can be made: not abstract, not inner
          @org.pf4j.Extension(ordinal = 3) class X PANEL                     | @Extension(ordinal) is not used: say with @HookOrder what it runs before or after
          @org.pf4j.Extension @Command(name = "x", summary = "") class X PANEL | @Command and CliContribution go together: a class has both or neither
          @org.pf4j.Extension @Route(method = "GET", path = "/x", summary = "") class X PANEL | @Route and HttpEndpoint go together: a class has both or neither
          @org.pf4j.Extension @Offers("x") class X PANEL                     | @Offers is for guidances, optimizers, upscalers, prompt processors and infotext readers; samplers, schedules and preprocessors have an annotation of their own
          @org.pf4j.Extension @Flag(name = "--x", value = "X", summary = "") class X PANEL | @Flag and CliFlag go together: a class has both or neither
          @org.pf4j.Extension class X FLAG                                   | @Flag and CliFlag go together: a class has both or neither
          @org.pf4j.Extension @Flag(name = "x", value = "X", summary = "") class X FLAG | "x" is no flag like --my-flag
          @Flag(name = "--x", value = "X", summary = "") class X FLAG        | @Flag is for extensions: annotate the class with @org.pf4j.Extension too
          @org.pf4j.Extension @Offers("<lora>") class X PROMPTS              | a prompt's tag is a word like lora, found "<lora>"
          @org.pf4j.Extension @Offers(value = "x", flags = "--x") abstract class Y implements GuidanceProvider {} | an @Extension is a class that can be made: not abstract, not inner
          @Command(name = "x", summary = "") class X PANEL                   | @Command is for extensions: annotate the class with @org.pf4j.Extension too
          @org.pf4j.Extension @WakeOn(value = WakeOn.Wake.SERVER, pixels = 1) class X PANEL | @WakeOn has folders, models or pixels, which are for GENERATION
          @WakeOn(WakeOn.Wake.SERVER) class X PANEL                          | @WakeOn is for extensions: annotate the class with @org.pf4j.Extension too
          @PluginOptions class X {}                                          | @PluginOptions is for records
          @PluginOptions record X(int a) {}                                  | component a has no @Option
          @PluginOptions record X(@Option(label = "", defaultValue = "1") long a) {} | component a is long; it must be one of [boolean, int, double, String, List<Object>, an enum]
          @PluginOptions record X(@Option(label = "", defaultValue = "[]") java.util.List<String> a) {} | component a is java.util.List<java.lang.String>; it must be one of [boolean, int, double, String, List<Object>, an enum]
          @PluginOptions record X(@Option(label = "", defaultValue = "") java.util.List<Object> a) {} | component a: defaultValue "" is no List<Object>: say "[]"
          @PluginOptions record X(@Option(label = "", defaultValue = "[]", min = 1) java.util.List<Object> a) {} | component a is List<Object>: min, max and step are for numbers
          @PluginOptions(scriptAliases = "x") record X() {}                  | scriptAliases are further titles of a script: say script too
          @PluginOptions record X(@Option(label = "", defaultValue = "x") int a) {} | component a: defaultValue "x" is no int
          enum E { TWO_SHOT, B } @PluginOptions record X(@Option(label = "", defaultValue = "TWO_SHOT") E a) {} | component a: defaultValue "TWO_SHOT" is no choice: say one of two-shot, b
          @org.pf4j.Extension @OffersSchedule(name = "x") class X PANEL      | @OffersSchedule and ScheduleProvider go together: a class has both or neither
          @org.pf4j.Extension class X implements ScheduleProvider { public double[] sigmas(dev.kiln.spi.sampling.ScheduleCall c) { return null; } } | @OffersSchedule and ScheduleProvider go together: a class has both or neither
          @org.pf4j.Extension @Offers({"a", "b"}) class X GUIDANCE           | a guidance or an optimizer has one name, lower case, words joined by dashes, found [a, b]
          @org.pf4j.Extension @Offers("My One") class X GUIDANCE             | a guidance or an optimizer has one name, lower case, words joined by dashes, found [My One]
          @org.pf4j.Extension class X GUIDANCE                               | a guidance or an optimizer needs @Offers with its name
          @org.pf4j.Extension @Offers(value = "x", flags = "--x") class X GUIDANCE | @Offers has flags, which prefer an attention optimizer
          @org.pf4j.Extension @Offers(value = "x", rank = 1) class X PROMPTS | @Offers has a rank, which is for guidances and attention optimizers
          @PluginOptions record X(@Option(label = "", defaultValue = "yes") boolean a) {} | component a: defaultValue "yes" is no boolean
          @PluginOptions record X(@Option(label = "", defaultValue = "2", max = 1) double a) {} | component a: defaultValue "2" is outside min and max
          @PluginOptions record X(@Option(label = "", defaultValue = "NaN") double a) {} | component a: defaultValue "NaN" is outside min and max
          @PluginOptions record X(@Option(label = "", defaultValue = "x", max = 1) String a) {} | component a is String: min, max and step are for numbers
          @PluginOptions record X() {} @PluginOptions record Y() {}          | a jar has at most one @PluginOptions record of scope REQUEST
          @org.pf4j.Extension class X KEYS                                   | an infotext reader needs @Offers with its keys
          @org.pf4j.Extension @Offers("a:b") class X KEYS                    | a key of the infotext is words like Lora hashes, found "a:b"
          @PluginOptions record X(@Option(label = "", defaultValue = "[]", infotext = "A") java.util.List<Object> a) {} | component a is a list: an InfotextReader reads it, not a key of its own
          @PluginOptions record X(@Option(label = "", defaultValue = "1", exact = "0", max = 1, infotext = "A") double a) {} | component a: a knob is a number with min, max and a key of the infotext
          @PluginOptions record X(@Option(label = "", defaultValue = "1", exact = "2", min = 0, max = 1, infotext = "A") double a) {} | component a: exact "2" is no number from min to max
          @PluginOptions(excludes = @Excludes(plugin = "", why = "so")) record X() {} | @Excludes needs the id of a plugin and the reason
          @PluginOptions(presets = "b=1") record X(@Option(label = "", defaultValue = "1") int a) {} | preset "b=1": write option=value
          @PluginOptions(presets = "a=x") record X(@Option(label = "", defaultValue = "1") int a) {} | component a: preset "x" is no int
          @PluginOptions(presets = "a=3") record X(@Option(label = "", defaultValue = "1", max = 2) int a) {} | component a: preset "3" is outside min and max
          @PluginOptions(scope = PluginOptions.Scope.SETTINGS, script = "S") record X() {} | a script is part of requests: options of scope SETTINGS have none
          """)
  void wrongUseDoesNotCompile(String source, String message) {
    assertThat(
            errors(
                source
                    .replace("PANEL", PANEL)
                    .replace("FLAG", FLAG)
                    .replace("GUIDANCE", GUIDANCE)
                    .replace("PROMPTS", PROMPTS)
                    .replace("KEYS", KEYS)))
        .containsExactly(message);
  }

  @Test
  void flagsAndTagsAreWrittenDown() throws IOException {
    assertThat(
            errors(
                """
                @org.pf4j.Extension
                @Flag(name = "--control", value = "FILE", summary = "Use a picture")
                class Control %s
                @org.pf4j.Extension @Offers({"lora", "lyco"}) class Tags %s
                """
                    .formatted(FLAG, PROMPTS)))
        .isEmpty();
    assertThat(index())
        .contains(
            "\"cliFlags\":[{\"name\":\"--control\",\"summary\":\"Use a picture\",\"value\":\"FILE\"}]",
            "\"hooks\":[\"PromptProcessor\"]",
            "\"offers\":[\"lora\",\"lyco\"]");
  }

  @Test
  void aFlagStandsOnceInAJar() {
    String flag =
        "@org.pf4j.Extension @Flag(name = \"--x\", value = \"X\", summary = \"\") class %s %s ";
    assertThat(errors(flag.formatted("X", FLAG) + flag.formatted("Y", FLAG)))
        .containsExactly("the flag --x is declared twice in this jar; one of them must go");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "POST", body = Named.class        | @Option(label = "", defaultValue = "", flags = "--a") String a | component a: a route has no flags
          "GET", query = Named.class        | String a | component a has no @Option
          "POST", accepts = "image"         | | a media type is like image/png or image/*, found "image"
          "GET", body = Named.class         | @Option(label = "", defaultValue = "") String a | GET /x has no body: use POST or PUT
          "GET", parts = "file"             | | GET /x has no body: use POST or PUT
          """)
  void whatARouteTakesIsChecked(String route, String component, String message) {
    String source =
        """
        @org.pf4j.Extension
        @Route(path = "/x", summary = "", method = %s)
        class X implements HttpEndpoint { %s }
        record Named(%s) {}
        """;
    assertThat(errors(source.formatted(route, ENDPOINT_METHOD, component == null ? "" : component)))
        .containsExactly(message);
  }

  @Test
  void routeIsAnUpperCaseMethodAndAnAbsolutePath() {
    for (String route : List.of("get /x", "GET x", "GET /x/", "GET /x{", "GET /{a b}")) {
      String[] parts = route.split(" ", 2);
      assertThat(errors(endpoint("X", parts[0], parts[1])))
          .containsExactly(
              "a route is an upper-case method and a path like /kiln/v1/things/{name}, found "
                  + route);
    }
  }

  @Test
  void routeOrCommandStandsOnceInAJar() {
    assertThat(errors(endpoint("X", "GET", "/x") + endpoint("Y", "GET", "/x")))
        .containsExactly("the route GET /x is declared twice in this jar; one of them must go");
  }

  @Test
  void componentStandsInOneRecordOnly() {
    assertThat(
            errors(
                """
                @PluginOptions record X(@Option(label = "", defaultValue = "1") int size) {}
                @PluginOptions(scope = PluginOptions.Scope.SETTINGS)
                record Y(@Option(label = "", defaultValue = "1") int size) {}
                """))
        .containsExactly(
            "component size is in two records; both stand in one section of settings.json");
  }

  @Test
  void sourceThatIsRefusedLeavesNoIndex() {
    assertThat(errors("@org.pf4j.Extension class X {}")).isNotEmpty();
    assertThat(classes.resolve("META-INF/kiln/index.json")).doesNotExist();
  }

  private static String endpoint(String type, String method, String path) {
    return """
    @org.pf4j.Extension @Route(method = "%s", path = "%s", summary = "")
    class %s implements HttpEndpoint { %s }
    """
        .formatted(method, path, type, ENDPOINT_METHOD);
  }

  private String index() throws IOException {
    return compiled.index();
  }

  private List<String> errors(String body) {
    return compiled.errors(body);
  }
}
