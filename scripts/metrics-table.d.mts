export function metricsOf(text: string): { name: string; type: string; help: string }[];
export function withMetrics(page: string, text: string): string;
