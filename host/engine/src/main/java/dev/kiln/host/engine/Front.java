package dev.kiln.host.engine;

import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.plugin.Keeper;
import dev.kiln.spi.host.Generations;
import dev.kiln.spi.host.HostState;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** What stands in front of an engine: the queue in which requests wait for it. */
public interface Front extends Generations, AutoCloseable {
  /**
   * Called once, before the first request.
   *
   * @param defaults what models say for requests that are silent
   * @param generatesHere whether the calling thread makes pictures
   * @param abandon finds who keeps a thread of the pipeline that does not come back
   */
  void open(
      GenerationPipeline pipeline,
      ModelDefaults defaults,
      BooleanSupplier generatesHere,
      Function<Thread, Keeper> abandon);

  /** Optimizer, sites and reason of the last picture; empty before the first. */
  String attention();

  /** The generation under way. */
  Optional<HostState.Running> running();

  /** End what runs and waits. Called before the models and the plugins are closed. */
  @Override
  void close();
}
