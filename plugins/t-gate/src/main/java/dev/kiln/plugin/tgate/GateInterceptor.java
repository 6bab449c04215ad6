package dev.kiln.plugin.tgate;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseInterceptor;
import java.util.List;
import java.util.stream.IntStream;

/** Feeds the gated network what the whole one gave out last before the gate. */
final class GateInterceptor implements DenoiseInterceptor {
  private final TGateOptions options;
  private final KeptAttention kept;
  private final PassContext pass;
  private final List<String> outputs;
  private final List<String> inputs;
  private int calls;
  private int gated;

  GateInterceptor(TGateOptions options, KeptAttention kept, PassContext pass) {
    this.options = options;
    this.kept = kept;
    this.pass = pass;
    int attentions =
        (int) pass.unetOutputs().stream().filter(it -> TGatePatch.isHidden(it.name())).count();
    this.outputs = IntStream.range(0, attentions).mapToObj(TGatePatch::hidden).toList();
    this.inputs = IntStream.range(0, attentions).mapToObj(TGatePatch::kept).toList();
  }

  @Override
  public void intercept(DenoiseCall call) {
    calls++;
    if (kept.serves(call.step()) && kept.holds(call)) {
      gated++;
      kept.feed(call, inputs);
      call.proceed(TGatePatch.GATED);
    } else {
      call.proceed();
      if (kept.wants(call.step())) {
        kept.keep(call, outputs);
      }
    }
  }

  @Override
  public void close() {
    if (gated > 0) {
      pass.infotext("T-GATE", Double.toString(options.gate()));
      pass.infotext("T-GATE gated", gated + " of " + calls);
    }
  }
}
