package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.Infotext;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.AttentionWish;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.pipeline.pass.MaskChain;
import dev.kiln.host.pipeline.pass.Pass;
import dev.kiln.host.pipeline.pass.PassSpec;
import dev.kiln.host.pipeline.pass.RequestNetworks;
import dev.kiln.host.pipeline.pass.VaeChain;
import dev.kiln.host.pipeline.start.FirstLatents;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.event.GenerationEnded;
import dev.kiln.spi.event.PassBegan;
import dev.kiln.spi.event.PassEnded;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a pass opens and closes what, and what it tells. */
class PassTest {
  @TempDir static Path temp;
  private static ModelStore models;

  private final List<Object> events = new ArrayList<>();
  private final List<PassContext> contexts = new ArrayList<>();

  @BeforeAll
  static void open() {
    models = DefaultModel.store(temp);
  }

  @AfterAll
  static void close() {
    models.close();
  }

  @Test
  void eachPassIsToldWhenItBeginsAndWhenItsPicturesAreDone() {
    Progress told =
        new Progress() {
          @Override
          public void image(int index, GeneratedImage image) {
            events.add("picture " + index);
          }
        };
    new GenerationPipeline(models, plugin(DenoiseCall::proceed))
        .generate("job-7", request().batch(2, 2).build(), told, new Cancellation());
    PassBegan began = new PassBegan("job-7", 2, 128, 72, 2);
    assertThat(events)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
        .containsExactly(
            "opened",
            began,
            "evaluated",
            "evaluated",
            "closed",
            "picture 0",
            "picture 1",
            new PassEnded("job-7", 2, 0),
            "opened",
            began,
            "evaluated",
            "evaluated",
            "closed",
            "picture 2",
            "picture 3",
            new PassEnded("job-7", 2, 0),
            new GenerationEnded("job-7", 4, 0));
  }

  @Test
  void passThatFailsIsEnded() {
    HookSource plugin =
        plugin(
            call -> {
              throw new IllegalStateException("no idea");
            });
    assertThatThrownBy(() -> draw(plugin)).isInstanceOf(PluginProblem.class);
    assertThat(events)
        .extracting(event -> event instanceof String text ? text : event.getClass().getSimpleName())
        .containsExactly(
            "opened", "PassBegan", "evaluated", "closed", "PassEnded", "GenerationEnded");
  }

  @Test
  void whatAHookReportsAtTheEndOfTheStepsIsInTheInfotext() {
    GeneratedImage image = draw(plugin(DenoiseCall::proceed)).images().get(0);
    assertThat(Infotext.parse(image.infotext()).values()).containsEntry("Evaluations", "2");
    // The context outlives the UNet's session.
    assertThat(contexts.get(0).unetInputs()).hasSize(3);
    assertThat(contexts.get(0).unetOutputs()).hasSize(1);
  }

  /** As hires fix will: another size, other noise, the same conditions and plugins. */
  @Test
  void aSecondPassOfOneRequestMayHaveAnotherSize() {
    HookSource.Hooks hooks = plugin(DenoiseCall::proceed).open(request().build());
    try (ModelStore.Lease lease = models.use("default", "");
        RunControl control = new RunControl(lease.model().runtime())) {
      Model model = lease.model();
      Settled small = Settled.of(request().build(), model, hooks);
      Settled large = Settled.of(request().size(136, 80).build(), model, hooks);
      RequestState state = new RequestState(small.facts("job"));
      AttentionWish wish = new AttentionWish("", false, 1L << 30, "");
      SessionPlans plans = new SessionPlans(hooks, wish, small.networkShape(), state);
      VaeChain vae = new VaeChain(hooks, state);
      RequestNetworks networks = new RequestNetworks(model, models.networks(), plans, vae, control);
      for (Settled each : List.of(small, large)) {
        FirstLatents first =
            new FirstLatents(
                each.request(), each.pictures(), networks, new MaskChain(hooks, state));
        PassSpec spec = each.pass(0, List.of(conditions()), first);
        try (Pass pass = new Pass(spec, networks, hooks, state)) {
          pass.sample(Progress.SILENT, new Cancellation());
          Picture picture = pass.decode(pass.latents(), 0);
          assertThat(List.of(picture.width(), picture.height()))
              .containsExactly(each.width(), each.height());
        }
      }
    }
    assertThat(events)
        .contains(new PassBegan("job", 1, 128, 72, 2), new PassBegan("job", 1, 136, 80, 2));
  }

  private static Conditions conditions() {
    Conditions.Timeline timeline =
        new Conditions.Timeline(List.of(new Conditions.Entry(2, Tensor.zeros(77, 128))));
    return new Conditions(List.of(new Conditions.Part(1, timeline)), timeline);
  }

  private static GenerationRequestBuilder request() {
    return GenerationRequest.of("a girl").sampler("Euler").steps(2).seed(7).size(128, 72);
  }

  private static GenerationResult draw(HookSource plugin) {
    return new GenerationPipeline(models, plugin)
        .generate("job", request().build(), Progress.SILENT, new Cancellation());
  }

  /** One that notes what happens to it and what it is told, and reports it when it is closed. */
  private HookSource plugin(DenoiseInterceptor body) {
    DenoiseHook hook =
        pass -> {
          contexts.add(pass);
          events.add("opened");
          return Optional.of(new Noting(pass, body));
        };
    return request -> new Noted(hook);
  }

  private final class Noting implements DenoiseInterceptor {
    private final PassContext pass;
    private final DenoiseInterceptor body;
    private int evaluations;

    Noting(PassContext pass, DenoiseInterceptor body) {
      this.pass = pass;
      this.body = body;
    }

    @Override
    public void intercept(DenoiseCall call) {
      evaluations++;
      events.add("evaluated");
      body.intercept(call);
    }

    @Override
    public void close() {
      pass.infotext("Evaluations", String.valueOf(evaluations));
      events.add("closed");
    }
  }

  private final class Noted implements HookSource.Hooks {
    private final DenoiseHook hook;

    Noted(DenoiseHook hook) {
      this.hook = hook;
    }

    @Override
    public <H extends HookPoint> List<HookSource.Hook<H>> of(Class<H> type) {
      return type.isInstance(hook)
          ? List.of(new HookSource.Hook<>("noting", type.cast(hook)))
          : List.of();
    }

    @Override
    public void fire(Object event) {
      events.add(event);
    }
  }
}
