package dev.kiln.spi.testkit;

import dev.kiln.spi.hook.HookPoint;

/**
 * What one call did of what a hook had opened: of a {@code RowFilter}, a {@code
 * DenoiseInterceptor}, a {@code GuidanceInterceptor}, a {@code Guidance}, a {@code VaeInterceptor}
 * or a {@code MaskBlender}.
 *
 * @param plugin whose it was
 * @param hook which hook had opened it, {@code DenoiseHook.class} for instance
 * @param evaluation which evaluation of the pass, or which picture of the interceptor, from 0
 * @param rows how many rows it saw; 1 for a picture, the images of a pass for a mask
 * @param proceeds how often it proceeded
 * @param variant of the network with which it proceeded last; empty for the whole one
 * @param bytes what it allocated on the heap itself, without what happened further in
 */
public record HookCall(
    String plugin,
    Class<? extends HookPoint> hook,
    int evaluation,
    int rows,
    int proceeds,
    String variant,
    long bytes) {}
