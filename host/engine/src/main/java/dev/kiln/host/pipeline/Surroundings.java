package dev.kiln.host.pipeline;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.AttentionChooser;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.Progress;

/**
 * What all drawings of one generation share.
 *
 * @param hooks as the plugins were when it began
 * @param operators how attention and convolutions are computed
 * @param control ends all runs
 */
record Surroundings(
    ModelStore models,
    Hooks hooks,
    AttentionChooser.Choice operators,
    RunControl control,
    Progress progress,
    Cancellation cancellation) {}
