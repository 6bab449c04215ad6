package dev.kiln.plugin.tgate;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.hook.DenoiseInterceptor;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Feeds each step the attention that its phase keeps, and keeps what it computes. */
final class GateInterceptor implements DenoiseInterceptor {
  /**
   * The names of one kind of attention.
   *
   * @param outputs of the networks that compute it
   * @param inputs of those that are fed it
   */
  private record Names(List<String> outputs, List<String> inputs) {
    static Names of(AttentionKind kind, PassContext pass) {
      int count =
          (int)
              pass.unetOutputs().stream()
                  .filter(it -> TGatePatch.isHidden(kind, it.name()))
                  .count();
      return new Names(
          list(count, i -> TGatePatch.hidden(kind, i)), list(count, i -> TGatePatch.kept(kind, i)));
    }

    private static List<String> list(int count, IntFunction<String> name) {
      return IntStream.range(0, count).mapToObj(name).toList();
    }
  }

  private final TGateOptions options;
  private final Phases phases;
  private final KeptAttention cross;
  private final KeptAttention self = new KeptAttention();
  private final PassContext pass;
  private final Names crossNames;
  private final Names selfNames;
  private int calls;
  private int gated;
  private int selfKept;

  /**
   * @param cross what the row filter of this pass looks at, too
   */
  GateInterceptor(TGateOptions options, KeptAttention cross, PassContext pass) {
    this.options = options;
    this.phases = new Phases(options);
    this.cross = cross;
    this.pass = pass;
    this.crossNames = Names.of(AttentionKind.CROSS, pass);
    this.selfNames = Names.of(AttentionKind.SELF, pass);
  }

  @Override
  public void intercept(DenoiseCall call) {
    calls++;
    boolean behind = phases.behind(call.step());
    boolean feedsCross = behind && cross.holds(call);
    // Behind the gate only what is gated is without its self-attention.
    boolean feedsSelf =
        phases.keepsSelf(call.step()) && self.holds(call) && (feedsCross || !behind);
    if (feedsCross) {
      gated++;
      cross.feed(call, crossNames.inputs());
    }
    if (feedsSelf) {
      selfKept++;
      self.feed(call, selfNames.inputs());
    }
    proceed(call, feedsCross, feedsSelf);
    if (!feedsCross && options.gates() && phases.last(call.step())) {
      cross.keepMeans(call, crossNames.outputs());
    }
    if (!feedsSelf) {
      keepSelf(call);
    }
  }

  private static void proceed(DenoiseCall call, boolean feedsCross, boolean feedsSelf) {
    if (feedsCross) {
      call.proceed(feedsSelf ? TGatePatch.FREED : TGatePatch.GATED);
    } else if (feedsSelf) {
      call.proceed(TGatePatch.PLANNING);
    } else {
      call.proceed();
    }
  }

  /** For the rows that the next step has. */
  private void keepSelf(DenoiseCall call) {
    boolean forBehind = options.gates() && phases.last(call.step());
    if (forBehind && options.keepsBehind()) {
      self.keepMeans(call, selfNames.outputs());
    } else if (!forBehind && options.plans()) {
      self.keep(call, selfNames.outputs());
    }
  }

  @Override
  public void close() {
    if (gated + selfKept == 0) {
      return;
    }
    pass.infotext("T-GATE", Double.toString(options.gate()));
    pass.infotext("T-GATE gated", gated + " of " + calls);
    if (selfNames.outputs().isEmpty()) {
      return;
    }
    pass.infotext("T-GATE self-attention kept", selfKept + " of " + calls);
    pass.infotext("T-GATE sp interval", Integer.toString(options.spInterval()));
    pass.infotext("T-GATE fi interval", Integer.toString(options.fiInterval()));
    pass.infotext("T-GATE warm-up", Integer.toString(options.warmUp()));
  }
}
