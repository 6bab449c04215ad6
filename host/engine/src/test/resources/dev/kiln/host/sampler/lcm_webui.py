# Makes lcm-webui.json: webUI 1.10's LCM sampler (modules/sd_samplers_lcm.py) written out in numpy, on a network and noise
# that are formulas. Its levels are linspace(999, 19, n) on a table of 50 entries; only the network's time step is rounded.
import json, math
import numpy as np

SIZE = 6
betas = np.linspace(0.00085 ** 0.5, 0.012 ** 0.5, 1000) ** 2
alphas = np.cumprod(1 - betas)[19::20]
log_sigmas = np.log(np.sqrt((1 - alphas) / alphas))

def level(t):
    place = np.clip((t - 19) / 20, 0, 49)
    return math.exp(np.interp(place, range(50), log_sigmas))

def timestep(sigma):
    return int(np.abs(math.log(sigma) - log_sigmas).argmin()) * 20 + 19

def epsilon(scaled, t):
    return 0.9 * scaled + 0.1 * math.cos(t / 300)

start = np.array([math.sin(1 + 2 * i) * 1.3 for i in range(SIZE)])
runs = []
for steps in (1, 2, 3, 4, 5, 8):
    sigmas = [level(t) for t in np.linspace(999, 19, steps)] + [0.0]
    x = start * sigmas[0]
    for i, sigma in enumerate(sigmas[:-1]):
        t = timestep(sigma)
        output = x - sigma * epsilon(x / math.sqrt(sigma ** 2 + 1), t)
        scaled_t = t * 10.0
        x = scaled_t / (scaled_t ** 2 + 0.25) ** 0.5 * output + 0.25 / (scaled_t ** 2 + 0.25) * x
        if sigmas[i + 1] > 0:
            x = x + sigmas[i + 1] * np.array([math.cos(3 + i + 5 * k) * 1.2 for k in range(SIZE)])
    runs.append({"sigmas": sigmas, "timesteps": [timestep(s) for s in sigmas[:-1]], "result": x.tolist()})
with open("lcm-webui.json", "w") as file:
    json.dump({"start": start.tolist(), "runs": runs}, file, indent=1)
    file.write("\n")
