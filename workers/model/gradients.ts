import { registerGradient } from "@tensorflow/tfjs-core";
import { addGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Add_grad.js";
import { batchMatMulGradConfig } from "@tensorflow/tfjs-core/dist/gradients/BatchMatMul_grad.js";
import { expGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Exp_grad.js";
import { multiplyGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Multiply_grad.js";
import { reluGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Relu_grad.js";
import { reshapeGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Reshape_grad.js";
import { sumGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Sum_grad.js";

/** Those that the head's loss goes through. tfjs keeps one of a name, so again is the same. */
const GRADIENTS = [
  addGradConfig,
  batchMatMulGradConfig,
  expGradConfig,
  multiplyGradConfig,
  reluGradConfig,
  reshapeGradConfig,
  sumGradConfig,
];

for (const gradient of GRADIENTS) registerGradient(gradient);
