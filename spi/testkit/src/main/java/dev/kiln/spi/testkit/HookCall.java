package dev.kiln.spi.testkit;

/**
 * What one call of a {@code DenoiseInterceptor} did.
 *
 * @param plugin whose it was
 * @param evaluation which evaluation of the pass, from 0
 * @param rows how many rows it saw
 * @param proceeds how often it called {@code proceed()}
 * @param bytes what it allocated on the heap itself, without what {@code proceed()} did
 */
public record HookCall(String plugin, int evaluation, int rows, int proceeds, long bytes) {}
